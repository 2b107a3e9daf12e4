package org.batchrunner.cli;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "set",
    description =
        "Change options of a batch, even while it runs, as in per-batch-cap=20 concurrency=8.",
    mixinStandardHelpOptions = true)
final class SetCommand implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "BATCH",
      description = "The id of the batch, or the beginning of it")
  private String batch;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "OPTION=VALUE")
  private List<String> changes;

  @SuppressWarnings("NullAway.Init")
  SetCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (RunningProgram program = context.open(RunningProgram.Extent.LEDGER)) {
      for (String change : changes) {
        int equals = change.indexOf('=');
        if (equals <= 0) {
          throw new CommandException("'" + change + "' is not of the form OPTION=VALUE");
        }
        String done =
            program.control().set(batch, change.substring(0, equals), change.substring(equals + 1));
        spec.commandLine().getOut().println(done);
      }
      String id = program.control().resolve(batch);
      if (!program.inspection().view(id).isWorked(program.clock().instant())) {
        rewrite(program, id);
      }
      return 0;
    }
  }

  /**
   * Rewrites the outbox files of a batch that no program is running, since no other program does.
   */
  private void rewrite(RunningProgram program, String id) {
    try {
      program.reporter().rewrite(id);
    } catch (UncheckedIOException e) {
      spec.commandLine()
          .getErr()
          .println(
              "%s: its files in the outbox could not be rewritten and stay as they are: %s"
                  .formatted(id, e.getMessage()));
    }
  }
}
