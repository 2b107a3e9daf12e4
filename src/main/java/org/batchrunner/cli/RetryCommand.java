package org.batchrunner.cli;

import org.batchrunner.batch.manage.BatchCommands;
import picocli.CommandLine.Command;

@Command(
    name = "retry",
    description = "Reopen a batch for the tasks that did not end well; it keeps its money.",
    mixinStandardHelpOptions = true)
final class RetryCommand extends ControlCommand {

  RetryCommand(CommandContext session) {
    super(session);
  }

  @Override
  String apply(BatchCommands control, String batch) {
    return control.retry(batch);
  }
}
