package org.batchrunner.provider.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.batchrunner.app.SettableClock;
import org.batchrunner.provider.CallFailure.Retry;
import org.batchrunner.provider.ProviderSettings;
import org.batchrunner.provider.Providers;
import org.batchrunner.provider.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers at the turnstile. Where one would wait, the clock goes on instead. */
@Timeout(60)
class ProviderLimitsTest {

  private static final List<Duration> PROBES = List.of(Duration.ofMinutes(1));

  private final SettableClock clock = new SettableClock(Samples.NOW);

  private static Providers providers(int maxInFlight) {
    ProviderSettings one = Samples.openAi();
    return new Providers(
        List.of(
            new ProviderSettings(
                "openai",
                one.api(),
                one.baseUrl(),
                one.apiKey(),
                one.models(),
                maxInFlight,
                null,
                null,
                one.timeout()),
            Samples.anthropic()));
  }

  private ProviderLimits pace(int maxInFlight) {
    return new ProviderLimits(
        providers(maxInFlight),
        PROBES,
        Duration.ofMinutes(5),
        clock,
        (turn, most) -> clock.goOn(most));
  }

  @Test
  void aWaitIsWaitedOutAndHoldsForOneProviderOnly() throws InterruptedException {
    ProviderLimits pace = pace(10);
    Permit first = pace.await("openai", 1, 1, () -> true);
    pace.failed(
        "openai",
        first,
        ProviderLimiterTest.failure(Retry.AGAIN, 429, Duration.ofSeconds(7)),
        Map.of());

    assertThat(pace.await("anthropic", 1, 1, () -> true)).isNotNull();
    assertThat(clock.instant()).isEqualTo(Samples.NOW);
    pace.awaitPause("openai", () -> true);
    assertThat(clock.instant()).isEqualTo(Samples.NOW.plusSeconds(7));
    assertThat(pace.await("openai", 1, 1, () -> true)).isNotNull();
    assertThat(clock.instant()).isEqualTo(Samples.NOW.plusSeconds(7));
  }

  @Test
  void whoIsNoLongerWantedLeavesAtOnce() throws InterruptedException {
    ProviderLimits pace = pace(10);
    Permit first = pace.await("openai", 1, 1, () -> true);
    pace.failed(
        "openai",
        first,
        ProviderLimiterTest.failure(Retry.AGAIN, 429, Duration.ofHours(7)),
        Map.of());
    AtomicInteger asked = new AtomicInteger();

    assertThat(pace.await("openai", 1, 1, () -> asked.incrementAndGet() < 4)).isNull();
    pace.awaitPause("openai", () -> asked.incrementAndGet() < 8);

    assertThat(Duration.between(Samples.NOW, clock.instant())).isLessThan(Duration.ofSeconds(2));
    assertThat(pace.await("openai", 1, 1, () -> false)).isNull();
    assertThat(pace.await("nobody", 1, 1, () -> false)).isNull();
  }

  @Test
  void outOfCreditNobodyWaits() throws InterruptedException {
    ProviderLimits pace = pace(10);
    Permit first = pace.await("openai", 1, 1, () -> true);
    pace.failed(
        "openai", first, ProviderLimiterTest.failure(Retry.OUT_OF_CREDIT, 402, null), Map.of());

    assertThat(pace.isShut("openai")).isTrue();
    assertThat(pace.await("openai", 1, 1, () -> true)).isNull();
    pace.awaitPause("openai", () -> true);
    assertThat(clock.instant()).isEqualTo(Samples.NOW);
    assertThat(pace.state("openai").outOfCreditUntil()).isEqualTo(Samples.NOW.plusSeconds(60));

    pace.probe("openai", 0);
    Permit probe = pace.await("openai", 1, 1, () -> true);
    assertThat(probe).isNotNull();
    pace.succeeded("openai", probe, Map.of());
    assertThat(pace.isShut("openai")).isFalse();
    assertThat(pace.await("openai", 1, 1, () -> true)).isNotNull();
  }

  @Test
  void whoIsNotPacedIsLetGo() throws InterruptedException {
    ProviderLimits pace = pace(10);
    Permit ticket = pace.await("mock", 1, 1, () -> true);

    assertThat(ticket).isNotNull();
    pace.succeeded("mock", ticket, Map.of());
    pace.failed("mock", ticket, ProviderLimiterTest.failure(Retry.NEVER, 400, null), Map.of());
    pace.probe("mock", 0);
    assertThat(pace.limit("mock")).isGreaterThan(1_000_000);
    assertThat(pace.state("mock").circuit()).isEqualTo(LimiterState.Circuit.CLOSED);
    assertThat(pace.isShut("mock")).isFalse();
  }

  /** Real threads: no more in flight than may, all come to their turn, none is counted twice. */
  @Test
  void manyThreads() throws Exception {
    ProviderLimits pace =
        new ProviderLimits(providers(5), PROBES, Duration.ofMinutes(5), Clock.systemUTC());
    AtomicInteger inFlight = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(32);
    try {
      List<Future<?>> threads = new ArrayList<>();
      for (int thread = 0; thread < 32; thread++) {
        int number = thread;
        threads.add(
            pool.submit(
                () -> {
                  for (int call = 0; call < 300; call++) {
                    Permit ticket = pace.await("openai", 1, 1, () -> true);
                    most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
                    Thread.yield();
                    inFlight.decrementAndGet();
                    if (number == 0 && call % 100 == 50) {
                      pace.failed(
                          "openai",
                          ticket,
                          ProviderLimiterTest.failure(Retry.AGAIN, 429, null),
                          Map.of());
                    } else {
                      pace.succeeded("openai", ticket, Map.of());
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> thread : threads) {
        thread.get();
      }
    } finally {
      pool.shutdownNow();
    }

    assertThat(most.get()).isBetween(1, 5);
    assertThat(pace.limit("openai")).isEqualTo(5);
  }
}
