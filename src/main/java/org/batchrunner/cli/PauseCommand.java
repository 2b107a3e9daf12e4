package org.batchrunner.cli;

import org.batchrunner.batch.manage.BatchCommands;
import picocli.CommandLine.Command;

@Command(
    name = "pause",
    description = "Pause a batch. Running tasks finish, and no other task starts.",
    mixinStandardHelpOptions = true)
final class PauseCommand extends ControlCommand {

  PauseCommand(CommandContext context) {
    super(context);
  }

  @Override
  String apply(BatchCommands control, String batch) {
    return control.pause(batch);
  }
}
