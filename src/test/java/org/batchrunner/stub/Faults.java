package org.batchrunner.stub;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Faults at random. Which one a request meets depends on the seed, on the request and on how often
 * it came, but not on the order in which requests come: a run can be repeated.
 *
 * @param odds of each fault, from 0 to 1, together at most 1
 * @param waits how a 429 may say how long to wait
 * @param shortest the shortest wait
 * @param longest the longest wait
 */
public record Faults(
    long seed, Map<Fault, Double> odds, List<WaitForm> waits, Duration shortest, Duration longest) {

  public static final Faults NONE = seeded(0);

  public Faults {
    Map<Fault, Double> copy = new EnumMap<>(Fault.class);
    copy.putAll(odds);
    odds = Collections.unmodifiableMap(copy);
    double sum = odds.values().stream().mapToDouble(Double::doubleValue).sum();
    if (sum > 1 || odds.values().stream().anyMatch(each -> each < 0)) {
      throw new IllegalArgumentException("the odds of all faults must be from 0 to 1: " + odds);
    }
    if (waits.isEmpty()) {
      throw new IllegalArgumentException("no form of wait");
    }
  }

  public static Faults seeded(long seed) {
    return new Faults(
        seed, Map.of(), List.of(WaitForm.values()), Duration.ofMillis(50), Duration.ofMillis(400));
  }

  /** One more fault, with odds from 0 to 1. */
  public Faults with(Fault fault, double probability) {
    Map<Fault, Double> more = new EnumMap<>(Fault.class);
    more.putAll(odds);
    more.put(fault, probability);
    return new Faults(seed, more, waits, shortest, longest);
  }

  /** How a 429 says how long to wait, and how long that is. */
  public Faults waiting(Duration from, Duration to, WaitForm... forms) {
    return new Faults(seed, odds, List.of(forms), from, to);
  }

  /** What this request meets; null for nothing. */
  @Nullable Fault draw(double chance) {
    double left = chance;
    for (Map.Entry<Fault, Double> each : odds.entrySet()) {
      left -= each.getValue();
      if (left < 0) {
        return each.getKey();
      }
    }
    return null;
  }
}
