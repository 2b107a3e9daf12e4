package org.batchrunner.cli;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import org.batchrunner.money.PricedModel;
import org.batchrunner.money.Rates;
import org.batchrunner.task.ModelId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "prices",
    description = "List the prices in force, in dollars for a million tokens.",
    mixinStandardHelpOptions = true)
final class PricesCommand implements Callable<Integer> {

  private static final int PICOS_PER_MILLION_EXPONENT = 6;
  private static final String ROW = "%-48s %12s %12s %12s  %-10s  %s%n";

  private final Session session;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "TEXT",
      description = "Only models with this in their name")
  private @Nullable String text;

  @SuppressWarnings("NullAway.Init")
  PricesCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (Program program = session.open(Program.Extent.LEDGER)) {
      PrintWriter out = spec.commandLine().getOut();
      LocalDate today = LocalDate.now(program.clock());
      out.printf(ROW, "MODEL", "INPUT", "CACHED", "OUTPUT", "SINCE", "SOURCE");
      for (PricedModel model : program.prices().prices()) {
        ModelId name = ModelId.parse(model.model());
        boolean inForce =
            program
                .prices()
                .find(name.provider(), name.model(), today)
                .filter(model::equals)
                .isPresent();
        if (inForce && (text == null || model.model().contains(text))) {
          Rates rates = model.price().base();
          out.printf(
              ROW,
              model.model(),
              perMillion(rates.input()),
              perMillion(rates.cacheRead()),
              perMillion(rates.output()),
              model.from() == null ? "" : model.from(),
              model.source());
        }
      }
      out.flush();
      return 0;
    }
  }

  private static String perMillion(long picos) {
    return BigDecimal.valueOf(picos, PICOS_PER_MILLION_EXPONENT)
        .stripTrailingZeros()
        .toPlainString();
  }
}
