package org.batchrunner.cli;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.batchrunner.batch.manage.MoneyAtRisk;
import org.batchrunner.common.Count;
import org.batchrunner.common.Json;
import org.batchrunner.ledger.RiskyCall;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.CallProgress;
import org.batchrunner.task.Release;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "release",
    description = {
      "List calls that may have been billed, or give their money back to the batch.",
      "Check the vendor's bill first: a released call that was billed after all exceeds the cap."
    },
    mixinStandardHelpOptions = true)
final class ReleaseCommand implements Callable<Integer> {

  private static final String BY_HAND = "by hand, on the command line";

  private final CommandContext context;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "BATCH", description = "The id of the batch, or the beginning of it")
  private String batch;

  @Option(
      names = "--call",
      paramLabel = "ID",
      split = ",",
      description = "Release these calls, by their ids in the list")
  private List<String> calls = List.of();

  @Option(names = "--all", description = "Release all calls that are at risk")
  private boolean all;

  @Option(names = "--json", description = "Print JSON")
  private boolean json;

  @SuppressWarnings("NullAway.Init")
  ReleaseCommand(CommandContext context) {
    this.context = context;
  }

  /** A call whose cost is at risk, as printed in JSON. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Row(
      String call,
      int seq,
      String id,
      String phase,
      String provider,
      String model,
      @Nullable Instant lost,
      CallProgress progress,
      Dollars worst,
      @Nullable Integer httpStatus,
      @Nullable String requestId,
      @Nullable String error) {

    static Row of(RiskyCall risky) {
      var call = risky.call();
      return new Row(
          risky.id(),
          call.seq(),
          risky.task(),
          call.phase().wire(),
          call.model().provider(),
          call.model().model(),
          call.endedAt(),
          call.progress(),
          call.worst(),
          call.httpStatus(),
          call.requestId(),
          call.error());
    }
  }

  @Override
  public Integer call() {
    if (all && !calls.isEmpty()) {
      throw new CommandException(
          "--call names single calls and --all takes every call; give only one of the two");
    }
    try (RunningProgram program = context.open(RunningProgram.Extent.LEDGER)) {
      MoneyAtRisk money = program.atRisk();
      var out = spec.commandLine().getOut();
      if (all) {
        out.println(shown(money.releaseAll(batch, BY_HAND)));
      } else if (!calls.isEmpty()) {
        out.println(shown(money.release(batch, calls, BY_HAND)));
      } else {
        MoneyAtRisk.View view = money.view(batch);
        out.print(
            json ? Json.write(view.calls().stream().map(Row::of).toList()) + "\n" : text(view));
      }
      out.flush();
      return 0;
    }
  }

  private String shown(MoneyAtRisk.Done done) {
    return json ? Json.write(done) : done.message();
  }

  private static String text(MoneyAtRisk.View view) {
    String id = view.batch().id();
    StringBuilder text = new StringBuilder();
    for (RiskyCall risky : view.calls()) {
      Row row = Row.of(risky);
      text.append(
          "%s  task %s, %s %s/%s, %s, at most $%s%n"
              .formatted(
                  row.call(),
                  oneLine(row.id()),
                  row.phase(),
                  row.provider(),
                  row.model(),
                  row.lost() == null ? "" : row.lost().truncatedTo(ChronoUnit.SECONDS),
                  row.worst()));
      text.append("    %s".formatted(row.progress().sentence()));
      text.append(row.error() == null ? "" : ": " + oneLine(row.error()));
      text.append(row.requestId() == null ? "" : "; request " + oneLine(row.requestId()));
      text.append("%n".formatted());
    }
    text.append(
        "%s: $%s at risk in %s; $%s of %s was released%n"
            .formatted(
                id,
                view.batch().budget().atRisk(),
                Count.of(view.calls().size(), "call"),
                view.batch().released(),
                Count.of(view.released().size(), "call")));
    if (!view.calls().isEmpty()) {
      text.append(
          view.batch().options().release() == Release.NEVER
              ? "Its option release is set to never. To allow a release, run: batch-runner set %s release=by-hand%n"
                  .formatted(id)
              : "After you have checked the vendor's bill, run: batch-runner release %s --call ID (or --all)%n"
                  .formatted(id));
    }
    return text.toString();
  }

  /** Replaces control characters: ids and errors come from files and vendors. */
  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }
}
