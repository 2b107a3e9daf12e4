package org.batchrunner.upkeep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.LocalDate;
import org.batchrunner.money.prices.PriceImport;
import org.batchrunner.money.prices.PriceList;
import org.jspecify.annotations.Nullable;

/** Updates the price list from the price file of another project. */
public final class PriceUpdate {

  private final PriceList current;
  private final Path file;
  private final Clock clock;

  /**
   * @param current the prices in force
   * @param file the price file, which may not exist yet
   */
  public PriceUpdate(PriceList current, Path file, Clock clock) {
    this.current = current;
    this.file = file;
    this.clock = clock;
  }

  /**
   * The result of an import.
   *
   * @param asOf the day from which the imported prices hold
   * @param before the prices in force before the import
   * @param file the file that was written
   */
  public record Done(
      PriceImport.Report report, LocalDate asOf, PriceList before, Path file, boolean written) {}

  /**
   * Merges a price file of LiteLLM or genai-prices into the prices in force. The old price file is
   * kept beside the new one.
   *
   * @param asOf the day from which the prices hold; null for the date in the file's name, or today
   * @param dryRun whether to write nothing
   * @throws org.batchrunner.money.InvalidPricesException if it is neither kind of file, or a price
   *     can't be stored exactly
   */
  public Done importFrom(Path source, @Nullable LocalDate asOf, boolean dryRun) {
    LocalDate day =
        asOf != null ? asOf : PriceImport.dateOf(source).orElseGet(() -> LocalDate.now(clock));
    try {
      PriceImport.Report report = PriceImport.into(current, source, day);
      if (!dryRun) {
        write(report.prices());
      }
      return new Done(report, day, current, file, !dryRun);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(PriceList prices) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    if (Files.exists(file)) {
      Files.copy(
          file,
          file.resolveSibling(file.getFileName() + ".bak"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    prices.write(file);
  }
}
