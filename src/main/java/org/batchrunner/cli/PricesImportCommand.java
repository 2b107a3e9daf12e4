package org.batchrunner.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.batchrunner.files.FileKind;
import org.batchrunner.files.UserFile;
import org.batchrunner.money.InvalidPricesException;
import org.batchrunner.money.Price;
import org.batchrunner.money.prices.PriceImport;
import org.batchrunner.money.prices.PriceList;
import org.batchrunner.money.prices.PricedModel;
import org.batchrunner.task.ModelId;
import org.batchrunner.upkeep.PriceUpdate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "import",
    description =
        "Merge the prices of LiteLLM or genai-prices into the price file. Your own prices and later ones are kept.",
    mixinStandardHelpOptions = true)
final class PricesImportCommand implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description = "The downloaded file, model_prices_and_context_window.json or data.json")
  private Path file;

  @Option(
      names = "--as-of",
      paramLabel = "DAY",
      description =
          "The day from which its prices hold. Default: the date in the file's name, else today")
  private @Nullable LocalDate asOf;

  @Option(names = "--dry-run", description = "Show what would change, and write nothing")
  private boolean dryRun;

  @Option(names = "--verbose", description = "List the models that are left out, and why")
  private boolean verbose;

  @SuppressWarnings("NullAway.Init")
  PricesImportCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try {
      UserFile.require(file, FileKind.PRICES);
    } catch (NoSuchFileException e) {
      throw new CommandException(file + " does not exist; check the name");
    } catch (IOException e) {
      throw new CommandException(String.valueOf(e.getMessage()));
    }
    try (RunningProgram program = context.open(RunningProgram.Extent.LEDGER)) {
      PriceUpdate.Done done = program.upkeep().priceUpdate().importFrom(file, asOf, dryRun);
      print(done, LocalDate.now(program.clock()));
      return 0;
    } catch (InvalidPricesException e) {
      throw new CommandException(String.valueOf(e.getMessage()));
    }
  }

  private void print(PriceUpdate.Done done, LocalDate today) {
    PrintWriter out = spec.commandLine().getOut();
    PriceImport.Report report = done.report();
    out.printf(
        "%s, as of %s: %d added, %d changed, %d unchanged, %d left out%n",
        file.getFileName(),
        done.asOf(),
        report.added().size(),
        report.changed().size(),
        report.unchanged(),
        report.skipped().size());
    for (String model : report.added()) {
      Optional<Price> price = price(report.prices(), model, today);
      out.printf(
          "  + %s: %s%n",
          model,
          price
              .map(
                  now ->
                      "input %s, output %s"
                          .formatted(
                              PriceLines.perMillion(now.base().input()),
                              PriceLines.perMillion(now.base().output())))
              .orElse("from a later day"));
    }
    for (String model : report.changed()) {
      Optional<Price> before = price(done.before(), model, today);
      Optional<Price> after = price(report.prices(), model, today);
      String change =
          before.isPresent() && after.isPresent()
              ? PriceLines.difference(before.get(), after.get())
              : "";
      out.printf("  ~ %s: %s%n", model, change.isEmpty() ? "on other days" : change);
    }
    if (verbose) {
      report.skipped().forEach((model, why) -> out.printf("  - %s: %s%n", model, why));
    }
    out.println(
        done.written()
            ? "The prices were written to %s. A running program reads them at its next start."
                .formatted(done.file())
            : "Nothing was written, because of --dry-run.");
    out.flush();
  }

  private static Optional<Price> price(PriceList prices, String model, LocalDate day) {
    ModelId name = ModelId.parse(model);
    return prices.find(name.provider(), name.model(), day).map(PricedModel::price);
  }
}
