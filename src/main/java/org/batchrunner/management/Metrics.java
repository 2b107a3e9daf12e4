package org.batchrunner.management;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.Overview;
import org.batchrunner.metrics.Counters;
import org.batchrunner.metrics.Counters.CallKind;
import org.batchrunner.metrics.Counters.Waited;
import org.batchrunner.money.Dollars;
import org.batchrunner.provider.ProviderSettings;
import org.batchrunner.provider.Providers;
import org.batchrunner.provider.limits.ProviderLimits;
import org.batchrunner.task.BatchState;
import org.batchrunner.task.Status;
import org.jspecify.annotations.Nullable;

/**
 * The counts of the {@link Counters} and the sums of the ledger as meters: read when they are
 * asked.
 */
final class Metrics implements MeterBinder {

  private static final Duration FRESH = Duration.ofSeconds(1);

  private final Counters tally;
  private final Ledger ledger;
  private final Providers providers;
  private final ProviderLimits pace;
  private final Clock clock;
  private @Nullable Overview last;
  private Instant at = Instant.MIN;

  Metrics(Counters tally, Ledger ledger, Providers providers, ProviderLimits pace, Clock clock) {
    this.tally = tally;
    this.ledger = ledger;
    this.providers = providers;
    this.pace = pace;
    this.clock = clock;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    tasks(registry);
    calls(registry);
    ledger(registry);
    for (Waited what : Waited.values()) {
      FunctionTimer.builder(
              "batchrunner.wait",
              tally.waits(what),
              Counters.Times::count,
              Counters.Times::nanos,
              TimeUnit.NANOSECONDS)
          .tag("for", what.name().toLowerCase(Locale.ROOT))
          .description(
              "Waits of calls for the limits of their provider, and of tasks for money or a slot")
          .register(registry);
    }
  }

  private void tasks(MeterRegistry registry) {
    for (Status status : Status.values()) {
      if (status != Status.PENDING) {
        FunctionCounter.builder("batchrunner.tasks", tally, counts -> counts.tasks(status))
            .tag("status", status.wire())
            .description("Tasks that ended since the start")
            .register(registry);
        gauge(
            registry,
            "batchrunner.ledger.tasks",
            Tags.of("status", status.wire()),
            "Tasks that have ended, in all batches of the ledger",
            sums -> sums.tasks().getOrDefault(status, 0L));
      }
    }
  }

  private void calls(MeterRegistry registry) {
    tally.onKind(
        kind ->
            FunctionTimer.builder(
                    "batchrunner.calls",
                    tally,
                    counts -> counts.calls(kind).count(),
                    counts -> counts.calls(kind).nanos(),
                    TimeUnit.NANOSECONDS)
                .tags(tags(kind))
                .description("Attempts at calls since the start, and how long they took")
                .register(registry));
    FunctionCounter.builder("batchrunner.replies.reused", tally, Counters::repliesReused)
        .description("Replies reused since the start, which were paid for before")
        .register(registry);
    for (ProviderSettings provider : providers.configured()) {
      Tags of = Tags.of("provider", provider.name());
      Gauge.builder("batchrunner.calls.in.flight", pace, p -> p.inFlight(provider.name()))
          .tags(of)
          .description("Calls in flight")
          .register(registry);
      Gauge.builder("batchrunner.calls.limit", pace, p -> p.limit(provider.name()))
          .tags(of)
          .description("How many calls may be in flight now")
          .register(registry);
      Gauge.builder("batchrunner.provider.paused", pace, p -> paused(p, provider.name()))
          .tags(of)
          .description(
              "1 while no call is sent because the provider asked to wait, fails, or is out of credit")
          .register(registry);
    }
  }

  private int paused(ProviderLimits asked, String provider) {
    var state = asked.state(provider);
    boolean waits = state.pausedUntil() != null && state.pausedUntil().isAfter(clock.instant());
    return waits
            || state.outOfCreditUntil() != null
            || state.circuit() == org.batchrunner.provider.limits.LimiterState.Circuit.OPEN
        ? 1
        : 0;
  }

  private static Tags tags(CallKind kind) {
    return Tags.of(
        "provider", kind.provider(), "model", kind.model(), "outcome", kind.outcome().wire());
  }

  private void ledger(MeterRegistry registry) {
    dollars(registry, "settled", Overview::settled);
    dollars(registry, "at_risk", Overview::atRisk);
    dollars(registry, "held", Overview::held);
    for (BatchState state : BatchState.values()) {
      gauge(
          registry,
          "batchrunner.ledger.batches",
          Tags.of("state", state.wire()),
          "Batches of the ledger",
          sums -> sums.batches().getOrDefault(state, 0L));
    }
    FunctionTimer.builder(
            "batchrunner.ledger.commits",
            ledger,
            l -> l.writing().commits(),
            l -> l.writing().nanos(),
            TimeUnit.NANOSECONDS)
        .description("Commits of the ledger's writer, and how long they took")
        .register(registry);
    FunctionCounter.builder("batchrunner.ledger.changes", ledger, l -> l.writing().changes())
        .description("Changes that were committed")
        .register(registry);
    Gauge.builder("batchrunner.ledger.queue", ledger, l -> l.writing().waiting())
        .description("Changes that wait for the writer")
        .register(registry);
    Gauge.builder("batchrunner.ledger.writable", ledger, l -> l.health().good() ? 1 : 0)
        .description("1 if the ledger can be written")
        .register(registry);
  }

  private void dollars(
      MeterRegistry registry, String kind, java.util.function.Function<Overview, Dollars> amount) {
    gauge(
        registry,
        "batchrunner.dollars",
        Tags.of("kind", kind),
        "Money of all batches in the ledger: settled, at risk, and held for running tasks",
        sums -> amount.apply(sums).toBigDecimal().doubleValue());
  }

  private void gauge(
      MeterRegistry registry,
      String name,
      Tags tags,
      String description,
      ToDoubleFunction<Overview> value) {
    Gauge.builder(name, this, metrics -> value.applyAsDouble(metrics.overview()))
        .tags(tags)
        .description(description)
        .register(registry);
  }

  /** One look at the ledger serves all gauges of a scrape. */
  private synchronized Overview overview() {
    Instant now = clock.instant();
    Overview known = last;
    if (known == null || Duration.between(at, now).abs().compareTo(FRESH) > 0) {
      known = ledger.batches().overview();
      last = known;
      at = now;
    }
    return known;
  }
}
