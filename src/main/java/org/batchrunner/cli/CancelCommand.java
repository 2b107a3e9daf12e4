package org.batchrunner.cli;

import java.util.List;
import org.batchrunner.batch.manage.BatchCommands;
import org.batchrunner.batch.manage.BatchView;
import org.batchrunner.common.Count;
import org.batchrunner.task.Status;
import picocli.CommandLine.Command;

@Command(
    name = "cancel",
    description = "Cancel a batch. Its tasks that have not started get the status cancelled.",
    mixinStandardHelpOptions = true)
final class CancelCommand extends ControlCommand {

  /** The built-in routes: the user's own may have endpoints that are meant for run and watch. */
  private static final String OWN_ROUTES =
      "--camel.main.routes-include-pattern=classpath:routes/*.camel.yaml";

  private static final String OWN_DISPATCH = "--batch-runner.dispatch=direct:task";

  CancelCommand(CommandContext context) {
    super(context);
  }

  @Override
  String apply(BatchCommands control, String batch) {
    return control.cancel(batch);
  }

  /**
   * Records the status of the cancelled tasks and writes the reports, since no other program does.
   */
  @Override
  void afterwards(CommandContext context, List<String> idle) {
    if (idle.isEmpty()) {
      return;
    }
    try (RunningProgram program =
        context.open(RunningProgram.Extent.WORK, OWN_ROUTES, OWN_DISPATCH)) {
      for (String batch : idle) {
        BatchView view = program.inspection().view(batch);
        while (!isOver(view) && !program.isStopping()) {
          program.worker().goOn(batch);
          program.worker().awaitChange(batch);
          view = program.inspection().view(batch);
        }
        say(
            "%s: %s, with %d of %s done"
                .formatted(
                    batch,
                    view.batch().state().wire(),
                    view.done() - view.totals().byStatus().getOrDefault(Status.CANCELLED, 0L),
                    Count.of(view.batch().total(), "task")));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isOver(BatchView view) {
    return view.batch().state().ended() && view.batch().reported();
  }
}
