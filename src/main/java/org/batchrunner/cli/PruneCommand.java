package org.batchrunner.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.batchrunner.common.Count;
import org.batchrunner.upkeep.Pruning;
import org.springframework.boot.convert.DurationStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "prune",
    description =
        "Delete batches that ended long ago, with their ledger rows, paid replies and inputs.",
    mixinStandardHelpOptions = true)
final class PruneCommand implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec;

  @Option(
      names = "--older-than",
      required = true,
      paramLabel = "TIME",
      description = "The least time since they ended, such as 30d or 12h")
  private String age;

  @Option(names = "--outbox", description = "Also delete their folders in the outbox")
  private boolean outbox;

  @Option(names = "--dry-run", description = "List the batches, and delete nothing")
  private boolean dryRun;

  @SuppressWarnings("NullAway.Init")
  PruneCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Duration least = duration(age);
    try (RunningProgram program = context.open(RunningProgram.Extent.LEDGER)) {
      Pruning pruning = program.upkeep().pruning();
      List<String> batches = dryRun ? pruning.prunable(least) : pruning.prune(least, outbox);
      PrintWriter out = spec.commandLine().getOut();
      batches.forEach(out::println);
      out.printf(
          dryRun ? "%s would be deleted.%n" : "%s deleted.%n", Count.of(batches.size(), "batch"));
      out.flush();
      return 0;
    }
  }

  private static Duration duration(String text) {
    try {
      Duration duration = DurationStyle.SIMPLE.parse(text);
      if (!duration.isNegative() && !text.matches("[+-]?\\d+")) {
        return duration;
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new CommandException(takes(text));
    }
    throw new CommandException(takes(text));
  }

  private static String takes(String text) {
    return "--older-than takes a time such as 30d or 12h, not '%s'".formatted(text);
  }
}
