package org.batchrunner.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "backup",
    description = "Copy the ledger and the input files into a zip file. Batches may go on running.",
    mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The zip file to write; it must not exist yet")
  private Path file;

  @SuppressWarnings("NullAway.Init")
  BackupCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (RunningProgram program = context.open(RunningProgram.Extent.LEDGER)) {
      spec.commandLine().getOut().println(program.upkeep().backup().write(file));
      return 0;
    }
  }
}
