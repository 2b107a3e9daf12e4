package org.batchrunner;

import java.util.concurrent.atomic.AtomicBoolean;
import sun.misc.Signal;

/** Ctrl-C: the first lets the calls in flight end, the second does not wait for them. */
final class CtrlC {

  private static final int INTERRUPTED = 130;

  private CtrlC() {}

  static void heed() {
    AtomicBoolean pressed = new AtomicBoolean();
    Signal.handle(
        new Signal("INT"),
        signal -> {
          if (pressed.getAndSet(true)) {
            Runtime.getRuntime().halt(INTERRUPTED);
          }
          System.err.println(
              "Stopping when the calls in flight have ended; the next start goes on."
                  + " Ctrl-C again stops at once: those calls may then be paid for twice.");
          new Thread(() -> System.exit(INTERRUPTED), "ctrl-c").start();
        });
  }
}
