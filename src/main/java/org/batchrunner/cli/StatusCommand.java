package org.batchrunner.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.batchrunner.batch.manage.BatchView;
import org.batchrunner.common.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "status",
    description = "Show the latest batches, or one batch.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

  private static final int MOST = 50;

  private final CommandContext context;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "BATCH",
      description = "The id of the batch, or the beginning of it. Default: the latest batches")
  private @Nullable String batch;

  @Option(names = "--json", description = "Print JSON")
  private boolean json;

  @SuppressWarnings("NullAway.Init")
  StatusCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (RunningProgram program = context.open(RunningProgram.Extent.LEDGER)) {
      var out = spec.commandLine().getOut();
      if (batch == null) {
        List<BatchView> views = program.inspection().latest(MOST);
        out.print(
            json
                ? Json.write(views.stream().map(BatchView::progress).toList()) + "\n"
                : Summaries.table(views, program.clock().instant()));
      } else {
        BatchView view = program.inspection().view(program.control().resolve(batch));
        out.print(json ? Json.write(view.progress()) + "\n" : Summaries.text(view, program));
      }
      out.flush();
      return 0;
    }
  }
}
