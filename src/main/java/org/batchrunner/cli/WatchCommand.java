package org.batchrunner.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "watch",
    description = "Work what is dropped into the inbox, until stopped (the default).",
    mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {

  private final Session session;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  WatchCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    Program.Stop stop;
    String[] address = {};
    do {
      try (Program program = session.open(Program.Extent.WATCH, address)) {
        address = new String[] {"--server.port=" + program.page().getPort()};
        say(program);
        stop = program.awaitStop();
      }
    } while (stop == Program.Stop.RESTART);
    return 0;
  }

  private void say(Program program) {
    PrintWriter err = spec.commandLine().getErr();
    MockNotice.print(program, err);
    err.printf(
        "Watching %s; answers come to %s. The page is %s. Ctrl-C stops.%n",
        program.settings().inbox(), program.settings().outbox(), program.page());
  }
}
