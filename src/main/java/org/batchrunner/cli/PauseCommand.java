package org.batchrunner.cli;

import org.batchrunner.batch.Control;
import picocli.CommandLine.Command;

@Command(
    name = "pause",
    description = "Start no further task of a batch; what runs finishes.",
    mixinStandardHelpOptions = true)
final class PauseCommand extends ControlCommand {

  PauseCommand(Session session) {
    super(session);
  }

  @Override
  String apply(Control control, String batch) {
    return control.pause(batch);
  }
}
