package org.batchrunner.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.batchrunner.batch.Control;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command that changes what is wanted of batches. */
abstract class ControlCommand implements Callable<Integer> {

  private final Session session;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "BATCH",
      description = "The batch's id, or its beginning")
  private List<String> batches;

  @SuppressWarnings("NullAway.Init")
  ControlCommand(Session session) {
    this.session = session;
  }

  /** Returns what was done, as a sentence. */
  abstract String apply(Control control, String batch);

  @Override
  public final Integer call() {
    try (Program program = session.open(Program.Extent.LEDGER)) {
      for (String batch : batches) {
        spec.commandLine().getOut().println(apply(program.control(), batch));
      }
      return 0;
    }
  }
}
