package org.batchrunner.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "report",
    description = "Write the files of a batch in the outbox anew, from the ledger.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

  private final Session session;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "BATCH", description = "The batch's id, or its beginning")
  private String batch;

  @SuppressWarnings("NullAway.Init")
  ReportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (Program program = session.open(Program.Extent.LEDGER)) {
      String id = program.control().resolve(batch);
      spec.commandLine().getOut().println(program.reporter().rewrite(id));
      return 0;
    }
  }
}
