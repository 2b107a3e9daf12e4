package org.batchrunner.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import org.batchrunner.money.InvalidPricesException;
import org.batchrunner.money.prices.PriceList;
import org.batchrunner.upkeep.Repricing;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "report",
    description = "Write the outbox files of a batch again, from the ledger.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

  private static final int MONEY = 4;
  private static final String ROW = "%-44s %8s %14s %14s%n";

  private final CommandContext context;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "BATCH", description = "The id of the batch, or the beginning of it")
  private String batch;

  @Option(
      names = "--reprice",
      description = "Write nothing, and show what its calls would cost at other prices")
  private boolean reprice;

  @Option(
      names = "--prices",
      paramLabel = "FILE",
      description = "With --reprice, a price file. Default: the prices in force")
  private @Nullable Path prices;

  @Option(
      names = "--on",
      paramLabel = "DAY",
      description = "With --reprice, the day of the prices. Default: today")
  private @Nullable LocalDate day;

  @SuppressWarnings("NullAway.Init")
  ReportCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (!reprice && (prices != null || day != null)) {
      throw new CommandException("--prices and --on can only be given with --reprice");
    }
    try (RunningProgram program = context.open(RunningProgram.Extent.LEDGER)) {
      String id = program.control().resolve(batch);
      var out = spec.commandLine().getOut();
      if (reprice) {
        PriceList list = prices == null ? program.prices() : read(prices);
        out.print(text(program.upkeep().repricing().reprice(id, list, day)));
      } else {
        out.println(program.reporter().rewrite(id));
      }
      out.flush();
      return 0;
    }
  }

  private static PriceList read(Path file) {
    try {
      return PriceList.read(file);
    } catch (InvalidPricesException e) {
      throw new CommandException(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new CommandException(
          "the price file %s can't be read; check its name and permissions".formatted(file));
    }
  }

  private static String text(Repricing.Table table) {
    StringBuilder text =
        new StringBuilder(ROW.formatted("MODEL", "CALLS", "COST", "ON " + table.day()));
    for (Repricing.Row row : table.rows()) {
      text.append(
          ROW.formatted(
              row.model(),
              row.calls(),
              row.was().format(MONEY),
              row.would() == null ? "no price" : row.would().format(MONEY)));
    }
    text.append(
        ROW.formatted(
            "total of the calls that have a price",
            "",
            table.was().format(MONEY),
            table.would().format(MONEY)));
    if (!table.atRisk().isZero()) {
      text.append(
          "plus at most %s for calls whose usage is unknown%n"
              .formatted(table.atRisk().format(MONEY)));
    }
    return text.toString();
  }
}
