package org.batchrunner.cli;

import org.batchrunner.batch.manage.BatchCommands;
import picocli.CommandLine.Command;

@Command(
    name = "pause",
    description = "Start no further task of a batch; what runs finishes.",
    mixinStandardHelpOptions = true)
final class PauseCommand extends ControlCommand {

  PauseCommand(CommandContext session) {
    super(session);
  }

  @Override
  String apply(BatchCommands control, String batch) {
    return control.pause(batch);
  }
}
