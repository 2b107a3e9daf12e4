package org.batchrunner.cli;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.batchrunner.batch.manage.BatchCommands;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command that changes what is wanted of batches. */
abstract class ControlCommand implements Callable<Integer> {

  private final CommandContext session;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "BATCH",
      description = "The batch's id, or its beginning")
  private List<String> batches;

  @SuppressWarnings("NullAway.Init")
  ControlCommand(CommandContext session) {
    this.session = session;
  }

  /** Returns what was done, as a sentence. */
  abstract String apply(BatchCommands control, String batch);

  @Override
  public final Integer call() {
    List<String> unworked = new ArrayList<>();
    try (RunningProgram program = session.open(RunningProgram.Extent.LEDGER)) {
      for (String batch : batches) {
        String id = program.control().resolve(batch);
        spec.commandLine().getOut().println(apply(program.control(), id));
        if (!program.inspection().view(id).isWorked(program.clock().instant())) {
          unworked.add(id);
          refresh(program, id);
        }
      }
    }
    afterwards(session, unworked);
    return 0;
  }

  /** Nobody else writes the files of a batch that nobody works. */
  private void refresh(RunningProgram program, String id) {
    try {
      program.reporter().rewrite(id);
    } catch (UncheckedIOException e) {
      spec.commandLine()
          .getErr()
          .println(
              "%s: its files in the outbox stay as they are: %s".formatted(id, e.getMessage()));
    }
  }

  /**
   * What is left to do once the ledger has the wish.
   *
   * @param unworked those of the batches that no program works
   */
  void afterwards(CommandContext session, List<String> unworked) {}

  final void say(String sentence) {
    spec.commandLine().getOut().println(sentence);
    spec.commandLine().getOut().flush();
  }
}
