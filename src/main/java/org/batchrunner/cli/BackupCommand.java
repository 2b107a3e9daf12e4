package org.batchrunner.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "backup",
    description = "Copy the ledger and the inputs into a zip file, also while batches run.",
    mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {

  private final CommandContext session;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The zip file, which must not exist yet")
  private Path file;

  @SuppressWarnings("NullAway.Init")
  BackupCommand(CommandContext session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (RunningProgram program = session.open(RunningProgram.Extent.LEDGER)) {
      spec.commandLine().getOut().println(program.upkeep().backup().write(file));
      return 0;
    }
  }
}
