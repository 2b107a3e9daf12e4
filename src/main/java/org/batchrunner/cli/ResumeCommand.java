package org.batchrunner.cli;

import org.batchrunner.batch.manage.BatchCommands;
import picocli.CommandLine.Command;

@Command(name = "resume", description = "Resume a paused batch.", mixinStandardHelpOptions = true)
final class ResumeCommand extends ControlCommand {

  ResumeCommand(CommandContext context) {
    super(context);
  }

  @Override
  String apply(BatchCommands control, String batch) {
    return control.resume(batch);
  }
}
