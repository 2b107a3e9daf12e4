package org.batchrunner.cli;

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
    try (Program program = session.open(Program.Extent.WATCH)) {
      MockNotice.print(program, spec.commandLine().getErr());
      spec.commandLine()
          .getErr()
          .printf(
              "Watching %s; answers come to %s. The page is %s. Ctrl-C stops.%n",
              program.settings().inbox(), program.settings().outbox(), program.page());
      program.awaitStop();
      return 0;
    }
  }
}
