package org.batchrunner.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.batchrunner.batch.manage.BatchView;
import org.batchrunner.common.Json;
import org.batchrunner.intake.RejectedFileException;
import org.batchrunner.ledger.RequestedState;
import org.batchrunner.task.BatchState;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "run",
    description =
        "Run these files, show the progress, and exit. The files themselves are not changed.",
    mixinStandardHelpOptions = true,
    modelTransformer = BatchOptions.class,
    footer = {
      "",
      "Exit codes: 0 every task is published, advisory_only or filtered; 3 finished, but some ended"
          + " otherwise; 4 paused; 5 cancelled; 2 bad usage or a refused file; 130 interrupted;"
          + " 1 unexpected."
    })
final class RunCommand implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Task files: .csv .tsv .xlsx .txt .md .jsonl")
  private List<Path> files;

  @Option(names = "--json", description = "Print the summary as JSON to standard output")
  private boolean json;

  @Option(
      names = "--wait",
      description = "When an account is out of credit, wait for it instead of exiting with code 4")
  private boolean waits;

  @Option(
      names = "--save-template",
      paramLabel = "NAME",
      description = "Save the options of this run as templates/NAME.yaml, for --use NAME")
  private @Nullable String template;

  @SuppressWarnings("NullAway.Init")
  RunCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    Map<String, Object> options = BatchOptions.given(spec.commandLine().getParseResult());
    try (RunningProgram program = context.open(RunningProgram.Extent.WORK)) {
      if (template != null) {
        program.control().checkTemplate(template);
      }
      MockNotice.print(program, spec.commandLine().getErr());
      Set<ExitCode> codes = new LinkedHashSet<>();
      List<String> batches = submit(program, options, codes);
      if (template != null && !batches.isEmpty()) {
        spec.commandLine()
            .getErr()
            .println(program.control().saveTemplate(batches.get(0), template));
      }
      try (ProgressDisplay progress = ProgressDisplay.of(spec.commandLine(), program)) {
        for (String batch : batches) {
          codes.add(await(program, batch, progress));
        }
      }
      if (program.isStopping()) {
        return ExitCode.INTERRUPTED.code();
      }
      print(program, batches);
      return ExitCode.worst(codes).code();
    }
  }

  private List<String> submit(
      RunningProgram program, Map<String, Object> options, Set<ExitCode> codes) {
    List<String> batches = new ArrayList<>();
    for (Path file : files) {
      try {
        String batch = program.worker().submit(file, options);
        batches.add(batch);
        sayIfJoined(program, file, batch);
      } catch (RejectedFileException e) {
        spec.commandLine().getErr().println(e.getMessage());
        codes.add(ExitCode.USAGE);
      }
    }
    return batches;
  }

  /**
   * Tells the user if the file joined a batch with the same content and options, which runs only
   * once.
   */
  private void sayIfJoined(RunningProgram program, Path file, String batch) {
    String first = program.inspection().view(batch).batch().source();
    if (!first.equals(String.valueOf(file.getFileName()))) {
      spec.commandLine()
          .getErr()
          .printf(
              "%s has the same content and options as %s; the answers of both are written to %s%n",
              file.getFileName(), first, program.settings().outbox().resolve(batch));
    }
  }

  private ExitCode await(RunningProgram program, String batch, ProgressDisplay progress)
      throws InterruptedException {
    while (!program.isStopping()) {
      BatchView view = program.inspection().view(batch);
      progress.update(view);
      BatchState state = view.batch().state();
      boolean reported = state.ended() && view.batch().reported();
      boolean paused = state == BatchState.PAUSED && !program.worker().works(batch);
      if (reported || (paused && (!waits || isStuck(view)))) {
        return ExitCode.of(state, view.totals());
      }
      Optional<String> givenUp = program.worker().givenUp(batch);
      if (givenUp.isPresent()) {
        spec.commandLine().getErr().println(batch + ": " + givenUp.get());
        return ExitCode.UNEXPECTED;
      }
      if (waits && !program.worker().works(batch)) {
        program.worker().goOn(batch);
      }
      program.worker().awaitChange(batch);
    }
    return ExitCode.INTERRUPTED;
  }

  /** Returns true if the batch was not paused by the user and won't resume on its own. */
  private static boolean isStuck(BatchView view) {
    return view.batch().probe() == null && view.batch().wanted() == RequestedState.RUN;
  }

  private void print(RunningProgram program, List<String> batches) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      List<Object> summaries = new ArrayList<>();
      for (String batch : batches) {
        summaries.add(program.inspection().summary(batch));
      }
      boolean one = files.size() == 1 && summaries.size() == 1;
      out.println(Json.write(one ? summaries.get(0) : summaries));
    } else {
      batches.forEach(
          batch -> out.print(Summaries.text(program.inspection().view(batch), program)));
    }
    out.flush();
  }
}
