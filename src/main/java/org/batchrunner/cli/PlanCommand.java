package org.batchrunner.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.batchrunner.batch.plan.Plan;
import org.batchrunner.common.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "plan",
    description = "Show what a file would cost, and how much of it fits the caps. Calls no model.",
    mixinStandardHelpOptions = true,
    modelTransformer = BatchOptions.class)
final class PlanCommand implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A task file: .csv .tsv .xlsx .txt .md .jsonl")
  private Path file;

  @Option(names = "--json", description = "Print JSON")
  private boolean json;

  @SuppressWarnings("NullAway.Init")
  PlanCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (RunningProgram program = context.open(RunningProgram.Extent.LEDGER)) {
      Plan plan =
          program.planner().plan(file, BatchOptions.given(spec.commandLine().getParseResult()));
      var out = spec.commandLine().getOut();
      out.print(json ? Json.write(plan) + System.lineSeparator() : plan.text());
      out.flush();
      return 0;
    }
  }
}
