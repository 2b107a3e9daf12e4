package org.batchrunner.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.batchrunner.upkeep.Doctor.Finding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "doctor",
    description = "Check settings, folders, ledger, prices and providers.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

  private final Session session;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  DoctorCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (Program program = session.open(Program.Extent.LEDGER)) {
      List<Finding> findings = program.upkeep().doctor().examine();
      for (Finding finding : findings) {
        spec.commandLine()
            .getOut()
            .printf("%-5s %s%n", finding.well() ? "ok" : "WRONG", finding.sentence());
      }
      return findings.stream().allMatch(Finding::well) ? 0 : ExitCode.UNEXPECTED.code();
    }
  }
}
