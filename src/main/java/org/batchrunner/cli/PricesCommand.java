package org.batchrunner.cli;

import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import org.batchrunner.money.prices.PriceList;
import org.batchrunner.money.prices.PricedModel;
import org.batchrunner.task.ModelId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "prices",
    description = "List the prices in force, in dollars per million tokens.",
    mixinStandardHelpOptions = true,
    subcommands = PricesImportCommand.class)
final class PricesCommand implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "TEXT",
      description = "Only models whose name contains this text")
  private @Nullable String text;

  @Option(names = "--all", description = "Also list past and future prices")
  private boolean all;

  @Option(names = "--json", description = "Print the prices in the format of a price file")
  private boolean json;

  @SuppressWarnings("NullAway.Init")
  PricesCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (RunningProgram program = context.open(RunningProgram.Extent.LEDGER)) {
      LocalDate today = LocalDate.now(program.clock());
      List<PricedModel> shown =
          program.prices().prices().stream()
              .filter(model -> text == null || model.model().contains(text))
              .filter(model -> all || inForce(program.prices(), model, today))
              .toList();
      PrintWriter out = spec.commandLine().getOut();
      out.print(json ? PriceList.json(shown) : PriceLines.table(shown));
      out.flush();
      return 0;
    }
  }

  private static boolean inForce(PriceList prices, PricedModel model, LocalDate day) {
    ModelId name = ModelId.parse(model.model());
    return prices.find(name.provider(), name.model(), day).filter(model::equals).isPresent();
  }
}
