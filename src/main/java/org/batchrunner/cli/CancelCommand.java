package org.batchrunner.cli;

import java.util.List;
import org.batchrunner.batch.manage.BatchCommands;
import org.batchrunner.batch.manage.BatchView;
import org.batchrunner.task.Status;
import picocli.CommandLine.Command;

@Command(
    name = "cancel",
    description = "End a batch; tasks not begun are cancelled.",
    mixinStandardHelpOptions = true)
final class CancelCommand extends ControlCommand {

  /** Not the user's: their endpoints are for run and watch. */
  private static final String OWN_ROUTES =
      "--camel.main.routes-include-pattern=classpath:routes/*.camel.yaml";

  private static final String OWN_DISPATCH = "--batch-runner.dispatch=direct:task";

  CancelCommand(CommandContext session) {
    super(session);
  }

  @Override
  String apply(BatchCommands control, String batch) {
    return control.cancel(batch);
  }

  /** Their tasks get their status, and their reports are written, here. */
  @Override
  void afterwards(CommandContext session, List<String> unworked) {
    if (unworked.isEmpty()) {
      return;
    }
    try (RunningProgram program =
        session.open(RunningProgram.Extent.WORK, OWN_ROUTES, OWN_DISPATCH)) {
      for (String batch : unworked) {
        BatchView view = program.inspection().view(batch);
        while (!isOver(view) && !program.isStopping()) {
          program.worker().goOn(batch);
          program.worker().awaitChange(batch);
          view = program.inspection().view(batch);
        }
        say(
            "%s: %s, %d of %d tasks were done"
                .formatted(
                    batch,
                    view.batch().state().wire(),
                    view.done() - view.totals().byStatus().getOrDefault(Status.CANCELLED, 0L),
                    view.batch().total()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isOver(BatchView view) {
    return view.batch().state().ended() && view.batch().reported();
  }
}
