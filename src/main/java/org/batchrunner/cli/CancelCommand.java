package org.batchrunner.cli;

import org.batchrunner.batch.Control;
import picocli.CommandLine.Command;

@Command(
    name = "cancel",
    description = "End a batch; tasks not begun are cancelled.",
    mixinStandardHelpOptions = true)
final class CancelCommand extends ControlCommand {

  CancelCommand(Session session) {
    super(session);
  }

  @Override
  String apply(Control control, String batch) {
    return control.cancel(batch);
  }
}
