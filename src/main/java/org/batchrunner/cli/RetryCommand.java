package org.batchrunner.cli;

import org.batchrunner.batch.manage.BatchCommands;
import picocli.CommandLine.Command;

@Command(
    name = "retry",
    description =
        "Try the tasks again that did not end well. What was spent still counts for the cap.",
    mixinStandardHelpOptions = true)
final class RetryCommand extends ControlCommand {

  RetryCommand(CommandContext context) {
    super(context);
  }

  @Override
  String apply(BatchCommands control, String batch) {
    return control.retry(batch);
  }
}
