package org.batchrunner.cli;

import org.batchrunner.batch.Control;
import picocli.CommandLine.Command;

@Command(
    name = "resume",
    description = "Go on with a paused batch.",
    mixinStandardHelpOptions = true)
final class ResumeCommand extends ControlCommand {

  ResumeCommand(Session session) {
    super(session);
  }

  @Override
  String apply(Control control, String batch) {
    return control.resume(batch);
  }
}
