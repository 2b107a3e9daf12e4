package org.batchrunner.cli;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The help of the commands and the exit codes, as docs/reference.md shows them. */
public final class Usage {

  private static final int WIDTH = 100;

  private Usage() {}

  /**
   * @param command none for the program's own
   */
  public static String of(String... command) {
    CommandLine line = root();
    for (String name : command) {
      line = line.getSubcommands().get(name);
    }
    line.setUsageHelpAutoWidth(false);
    line.setUsageHelpWidth(WIDTH);
    return line.getUsageMessage(Ansi.OFF);
  }

  /** From the lowest to the highest. */
  public static List<String> exitCodes() {
    return Arrays.stream(ExitCode.values())
        .map(ExitCode::code)
        .sorted()
        .map(String::valueOf)
        .toList();
  }

  public static List<String> commands() {
    return List.copyOf(root().getSubcommands().keySet());
  }

  private static CommandLine root() {
    return Commands.commandLine(
        new CommandContext(
            (extent, settings) -> {
              throw new IllegalStateException("help starts nothing");
            },
            List.of()));
  }
}
