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

/** Brings the price list up to date from another project's file. */
public final class PriceUpdate {

  private final PriceList current;
  private final Path file;
  private final Clock clock;

  /**
   * @param current the prices in force
   * @param file that they are, or will be, read from
   */
  public PriceUpdate(PriceList current, Path file, Clock clock) {
    this.current = current;
    this.file = file;
    this.clock = clock;
  }

  /**
   * What an import did.
   *
   * @param asOf the day on which the imported file was true
   * @param before the prices that were in force
   * @param file that was written
   */
  public record Done(
      PriceImport.Report report, LocalDate asOf, PriceList before, Path file, boolean written) {}

  /**
   * Merges a price file of LiteLLM or genai-prices into the prices in force. What was in the file
   * before is kept beside it.
   *
   * @param asOf null for the day in the file's name, or today
   * @param dryRun whether nothing is to be written
   * @throws org.batchrunner.money.InvalidPricesException if it is neither, or a price can't be kept
   *     exactly
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
