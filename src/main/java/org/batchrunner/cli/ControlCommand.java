package org.batchrunner.cli;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.batchrunner.batch.manage.BatchCommands;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command that pauses, resumes, cancels or retries batches. */
abstract class ControlCommand implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "BATCH",
      description = "The id of the batch, or the beginning of it")
  private List<String> batches;

  @SuppressWarnings("NullAway.Init")
  ControlCommand(CommandContext context) {
    this.context = context;
  }

  /** Applies the command to one batch and returns a sentence that says what was done. */
  abstract String apply(BatchCommands control, String batch);

  @Override
  public final Integer call() {
    List<String> idle = new ArrayList<>();
    try (RunningProgram program = context.open(RunningProgram.Extent.LEDGER)) {
      for (String batch : batches) {
        String id = program.control().resolve(batch);
        spec.commandLine().getOut().println(apply(program.control(), id));
        if (!program.inspection().view(id).isWorked(program.clock().instant())) {
          idle.add(id);
          refresh(program, id);
        }
      }
    }
    afterwards(context, idle);
    return 0;
  }

  /**
   * Rewrites the outbox files of a batch that no program is running, since no other program does.
   */
  private void refresh(RunningProgram program, String id) {
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

  /**
   * Does what is left to do once the request is in the ledger.
   *
   * @param idle the batches that no program is running
   */
  void afterwards(CommandContext context, List<String> idle) {}

  final void say(String sentence) {
    spec.commandLine().getOut().println(sentence);
    spec.commandLine().getOut().flush();
  }
}
