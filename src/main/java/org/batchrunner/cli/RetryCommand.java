package org.batchrunner.cli;

import org.batchrunner.batch.Control;
import picocli.CommandLine.Command;

@Command(
    name = "retry",
    description = "Reopen a batch for the tasks that did not end well; it keeps its money.",
    mixinStandardHelpOptions = true)
final class RetryCommand extends ControlCommand {

  RetryCommand(Session session) {
    super(session);
  }

  @Override
  String apply(Control control, String batch) {
    return control.retry(batch);
  }
}
