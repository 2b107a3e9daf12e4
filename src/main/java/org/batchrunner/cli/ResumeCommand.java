package org.batchrunner.cli;

import org.batchrunner.batch.manage.BatchCommands;
import picocli.CommandLine.Command;

@Command(
    name = "resume",
    description = "Go on with a paused batch.",
    mixinStandardHelpOptions = true)
final class ResumeCommand extends ControlCommand {

  ResumeCommand(CommandContext session) {
    super(session);
  }

  @Override
  String apply(BatchCommands control, String batch) {
    return control.resume(batch);
  }
}
