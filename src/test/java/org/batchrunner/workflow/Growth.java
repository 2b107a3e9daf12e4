package org.batchrunner.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.Consumer;

/**
 * Whether work grows as its input does: four times the text takes four times the time, sixteen
 * times if it is quadratic. Measured in this thread's processor time, so that other work on the
 * machine counts little, and as a ratio, so that a slow machine is no slower than itself.
 */
public final class Growth {

  private static final int TIMES = 4;
  private static final double MOST = 10;
  private static final int ROUNDS = 3;

  /** Shorter times are noise. */
  private static final long LEAST_NANOS = 4_000_000;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private Growth() {}

  /**
   * @param text of which a fourth is worked first
   */
  public static void assertLinear(String name, String text, Consumer<String> work) {
    long fourth = nanos(text.substring(0, text.length() / TIMES), work);
    long whole = nanos(text, work);
    assertThat((double) whole / Math.max(fourth, LEAST_NANOS))
        .as("%s: %d µs, a fourth of it %d µs", name, whole / 1000, fourth / 1000)
        .isLessThan(MOST);
  }

  /** The thread's processor time for it, at its best. */
  public static long micros(String text, Consumer<String> work) {
    return nanos(text, work) / 1000;
  }

  private static long nanos(String text, Consumer<String> work) {
    long best = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long start = THREADS.getCurrentThreadCpuTime();
      work.accept(text);
      best = Math.min(best, THREADS.getCurrentThreadCpuTime() - start);
    }
    return best;
  }
}
