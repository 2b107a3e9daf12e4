package org.batchrunner.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.batchrunner.upkeep.Finding;
import org.batchrunner.upkeep.Finding.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "doctor",
    description = "Look for problems, and compare the outbox with the ledger. Changes nothing.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec;

  @Option(
      names = "--online",
      description =
          "Also ask each provider for its models, which shows whether it is reachable and accepts the key")
  private boolean online;

  @SuppressWarnings("NullAway.Init")
  DoctorCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (RunningProgram program = context.open(RunningProgram.Extent.LEDGER)) {
      List<Finding> findings = program.upkeep().doctor().examine(online);
      PrintWriter out = spec.commandLine().getOut();
      for (Finding finding : findings) {
        out.printf(
            "%-5s %s%n",
            finding.level() == Level.WRONG
                ? "WRONG"
                : finding.level().name().toLowerCase(Locale.ROOT),
            finding.sentence());
      }
      out.flush();
      boolean wrong = findings.stream().anyMatch(finding -> finding.level() == Level.WRONG);
      return wrong ? ExitCode.UNEXPECTED.code() : 0;
    }
  }
}
