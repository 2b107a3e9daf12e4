package org.batchrunner.metrics;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.batchrunner.task.Status;

/**
 * What has happened since the program started, counted. To count takes some nanoseconds, whether
 * anybody reads it or not. Safe for any number of threads.
 */
public final class Counters {

  /** Models are named by users: more of them than this are counted as one. */
  private static final int MOST_KINDS = 300;

  private static final String OTHER = "other";

  private final Map<Status, LongAdder> tasks = adders(Status.class);
  private final Map<Waited, Times> waits = new EnumMap<>(Waited.class);
  private final Map<CallKind, Times> calls = new ConcurrentHashMap<>();
  private final LongAdder reused = new LongAdder();
  private final List<Consumer<CallKind>> listeners = new CopyOnWriteArrayList<>();

  public Counters() {
    for (Waited what : Waited.values()) {
      waits.put(what, new Times());
    }
  }

  private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> type) {
    Map<E, LongAdder> adders = new EnumMap<>(type);
    for (E constant : type.getEnumConstants()) {
      adders.put(constant, new LongAdder());
    }
    return adders;
  }

  /** What was waited for. */
  public enum Waited {
    /** A call, for its provider. */
    PACE,
    /** The next task of a batch, for money that others hold. */
    MONEY,
    /** The next task of a batch, for one that runs to end. */
    SLOT
  }

  /**
   * Calls that are counted together.
   *
   * @param provider by its name in the settings; {@code mock} in mock mode
   * @param model that was asked
   */
  public record CallKind(String provider, String model, CallOutcome outcome) {}

  /** How often, and how long in all. */
  public static final class Times {

    private final LongAdder count = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    private void add(long took) {
      count.increment();
      nanos.add(took);
    }

    public long count() {
      return count.sum();
    }

    public long nanos() {
      return nanos.sum();
    }
  }

  public void ended(Status status) {
    LongAdder adder = tasks.get(status);
    if (adder != null) {
      adder.increment();
    }
  }

  public void ended(CallKind kind, long latencyMs) {
    Times times = calls.get(kind);
    (times == null ? times(kind) : times).add(latencyMs * 1_000_000);
  }

  private Times times(CallKind wanted) {
    CallKind kind =
        calls.size() < MOST_KINDS
            ? wanted
            : new CallKind(wanted.provider(), OTHER, wanted.outcome());
    Times fresh = new Times();
    Times before = calls.putIfAbsent(kind, fresh);
    if (before != null) {
      return before;
    }
    listeners.forEach(listener -> listener.accept(kind));
    return fresh;
  }

  public void reused() {
    reused.increment();
  }

  public void waited(Waited what, long nanos) {
    waits(what).add(nanos);
  }

  /** Tasks that ended with this status. */
  public long tasks(Status status) {
    LongAdder adder = tasks.get(status);
    return adder == null ? 0 : adder.sum();
  }

  public Times waits(Waited what) {
    return Objects.requireNonNull(waits.get(what));
  }

  /** Calls of a kind that a listener was told of. */
  public Times calls(CallKind kind) {
    return Objects.requireNonNull(calls.get(kind));
  }

  /** Replies that were paid for before and used again. */
  public long repliesReused() {
    return reused.sum();
  }

  /** Tells of each kind of calls, those that there are already and each one that appears. */
  public void onKind(Consumer<CallKind> listener) {
    listeners.add(listener);
    calls.keySet().forEach(listener);
  }
}
