package org.batchrunner.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.batchrunner.batch.manage.UnknownBatchException;
import org.batchrunner.intake.RejectedFileException;
import org.batchrunner.ledger.LedgerException;
import org.batchrunner.task.options.InvalidOptionException;
import org.batchrunner.upkeep.OperationRefusedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The root command, which parses the command line and runs the subcommand that it names. */
@Command(
    name = "batch-runner",
    description = "Drop a file of prompts into inbox/; collect answers, a bill and a report.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "The default command is watch. Every command takes settings such as --batch-runner.outbox=FOLDER."
    })
public final class Commands {

  private static final Pattern SETTING =
      Pattern.compile("--[a-z][a-z0-9-]*\\.[^=]+=.*", Pattern.DOTALL);

  private static final List<Class<?>> COMMANDS =
      List.of(
          WatchCommand.class,
          RunCommand.class,
          PlanCommand.class,
          StatusCommand.class,
          PauseCommand.class,
          ResumeCommand.class,
          CancelCommand.class,
          RetryCommand.class,
          ReleaseCommand.class,
          ReportCommand.class,
          SetCommand.class,
          PricesCommand.class,
          BackupCommand.class,
          PruneCommand.class,
          DoctorCommand.class,
          CommandLine.HelpCommand.class);

  private Commands() {}

  /**
   * Runs a command line.
   *
   * @return the exit code
   */
  public static int execute(RunningProgram.Launcher launcher, List<String> arguments) {
    List<String> words = new ArrayList<>();
    List<String> settings = new ArrayList<>();
    for (String argument : arguments) {
      (SETTING.matcher(argument).matches() ? settings : words).add(argument);
    }
    if (words.isEmpty()) {
      words.add("watch");
    }
    return commandLine(new CommandContext(launcher, settings), words.get(0))
        .execute(words.toArray(String[]::new));
  }

  static CommandLine commandLine(CommandContext context) {
    return commandLine(context, "");
  }

  /**
   * @param named the command that is wanted: to read the options of all the others would take a
   *     tenth of a start
   */
  private static CommandLine commandLine(CommandContext context, String named) {
    CommandContextFactory factory = new CommandContextFactory(context);
    CommandLine commandLine = new CommandLine(new Commands(), factory);
    List<Class<?>> one =
        COMMANDS.stream()
            .filter(command -> command != CommandLine.HelpCommand.class)
            .filter(command -> command.getAnnotation(Command.class).name().equals(named))
            .toList();
    for (Class<?> command : one.isEmpty() ? COMMANDS : one) {
      commandLine.addSubcommand(new CommandLine(command, factory));
    }
    commandLine.setExecutionExceptionHandler(
        (failure, command, parsed) ->
            context.launcher().isStopping()
                ? ExitCode.INTERRUPTED.code()
                : explain(failure, command));
    commandLine.setParameterExceptionHandler(Commands::misused);
    // A value that begins with @ is data, not the name of a file with more arguments.
    commandLine.setExpandAtFiles(false);
    commandLine.setUsageHelpAutoWidth(true);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    return commandLine;
  }

  /** Prints at most three lines: what is wrong, what may have been meant, and where the help is. */
  private static int misused(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(String.valueOf(failure.getMessage()).lines().findFirst().orElse(""));
    if (failure instanceof UnmatchedArgumentException unmatched) {
      unmatched.getSuggestions().stream()
          .findFirst()
          .ifPresent(meant -> err.println("Did you mean " + meant + "?"));
    }
    String name = command.getCommandSpec().qualifiedName();
    err.println("See: %s --help".formatted(name));
    err.flush();
    return ExitCode.USAGE.code();
  }

  private static int explain(Exception failure, CommandLine command) {
    if (failure instanceof CommandException
        || failure instanceof InvalidOptionException
        || failure instanceof RejectedFileException
        || failure instanceof UnknownBatchException
        || failure instanceof OperationRefusedException) {
      command.getErr().println(failure.getMessage());
      return ExitCode.USAGE.code();
    }
    if (failure instanceof LedgerException) {
      command.getErr().println(failure.getMessage());
    } else {
      failure.printStackTrace(command.getErr());
    }
    return ExitCode.UNEXPECTED.code();
  }
}
