package org.batchrunner.app;

import java.util.concurrent.atomic.AtomicBoolean;
import org.batchrunner.cli.RunningProgram;
import sun.misc.Signal;

/** Ctrl-C: the first lets the calls in flight end, the second does not wait for them. */
final class InterruptHandler {

  private static final int INTERRUPTED = 130;
  private static final AtomicBoolean HEEDED = new AtomicBoolean();
  private static final AtomicBoolean PRESSED = new AtomicBoolean();
  private static volatile boolean ending;

  private InterruptHandler() {}

  /** Returns whether the program is to end: by Ctrl-C, or by another signal. */
  static boolean isStopping() {
    return ending || PRESSED.get();
  }

  static void heed(RunningProgram.Extent extent) {
    if (HEEDED.getAndSet(true)) {
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> ending = true, "ending"));
    Signal.handle(
        new Signal("INT"),
        signal -> {
          if (PRESSED.getAndSet(true)) {
            Runtime.getRuntime().halt(INTERRUPTED);
          }
          // After the ^C that a terminal shows, and perhaps a progress bar.
          System.err.println(
              (System.console() == null ? "" : System.lineSeparator()) + say(extent));
          new Thread(() -> System.exit(INTERRUPTED), "ctrl-c").start();
        });
  }

  private static String say(RunningProgram.Extent extent) {
    return extent == RunningProgram.Extent.WATCH
        ? "Stopping: the program waits for the calls in flight, and the next start continues with the"
            + " rest. Press Ctrl-C again to stop at once; those calls may then be paid for twice."
        : "Interrupted: the program waits for the calls in flight. To continue with the rest, give the"
            + " same command again or start batch-runner watch. Press Ctrl-C again to stop at once; those"
            + " calls may then be paid for twice.";
  }
}
