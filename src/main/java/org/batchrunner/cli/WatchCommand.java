package org.batchrunner.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.batchrunner.config.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "watch",
    description =
        "Run the files dropped into the inbox until stopped. This is the default command.",
    mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  WatchCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    RunningProgram.Stop stop;
    String[] address = {};
    boolean first = true;
    do {
      try (RunningProgram program = context.open(RunningProgram.Extent.WATCH, address)) {
        address = new String[] {"--server.port=" + program.page().getPort()};
        say(program, first);
        first = false;
        stop = program.awaitStop();
      }
    } while (stop == RunningProgram.Stop.RESTART);
    return 0;
  }

  /**
   * Prints where the inbox and the page are. The token is shown at the first start only: after a
   * restart the browser still has its context.
   */
  private void say(RunningProgram program, boolean first) {
    PrintWriter err = spec.commandLine().getErr();
    MockNotice.print(program, err);
    RunningProgram.Entrance entrance = program.entrance();
    err.printf(
        "%s. Press Ctrl-C to stop.%nThe page is %s%n",
        task(program.settings()), first ? entrance.address() : program.page());
    if (entrance.tokenFile() != null) {
      err.printf("The token for the page and the API is in %s%n", entrance.tokenFile());
    }
    err.flush();
  }

  /** Says what the program does in its role. */
  private static String task(Settings settings) {
    return switch (settings.role()) {
      case ALL, HOLDER ->
          "Watching %s; answers are written to %s".formatted(settings.inbox(), settings.outbox());
      case WORKER -> "Watching for tasks of batches that other nodes hold";
      case WEB -> "Serving the page; batches are run by other nodes";
    };
  }
}
