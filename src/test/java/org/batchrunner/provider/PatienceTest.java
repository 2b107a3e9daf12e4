package org.batchrunner.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.batchrunner.app.SettableClock;
import org.batchrunner.provider.CallFailure.Retry;
import org.batchrunner.provider.limits.Permit;
import org.batchrunner.provider.limits.ProviderLimiter;
import org.batchrunner.provider.limits.ProviderLimiterTest;
import org.junit.jupiter.api.Test;

/** Waiting for a provider that refuses has an end, and none before its time; in simulated time. */
class PatienceTest {

  private static final long PATIENCE = Duration.ofMinutes(5).toMillis();

  private final SettableClock clock = new SettableClock(Samples.NOW);

  private static CallFailure refusal(long wait) {
    return ProviderLimiterTest.failure(
        Retry.AGAIN, 429, wait == 0 ? null : Duration.ofMillis(wait));
  }

  private long now() {
    return Duration.between(Samples.NOW, clock.instant()).toMillis();
  }

  /** When it gives up, or answers. */
  private void refuse(ProviderLimiter lane, Random random, int longestWait, long answersAt) {
    int calls = 0;
    long firstRefusal = -1;
    while (!lane.isShut()) {
      assertThat(++calls).as("calls").isLessThan(20_000);
      long wait = lane.delay(1, 1);
      if (wait > 0) {
        clock.goOn(Duration.ofMillis(wait));
        continue;
      }
      Permit ticket = lane.admit(1, 1);
      assertThat(ticket).isNotNull();
      clock.goOn(Duration.ofMillis(1 + random.nextInt(200)));
      lane.ended();
      if (now() >= answersAt) {
        lane.succeeded(ticket, Map.of());
        assertThat(lane.isShut()).isFalse();
        return;
      }
      firstRefusal = firstRefusal < 0 ? now() : firstRefusal;
      lane.failed(ticket, refusal(random.nextInt(longestWait + 1)), Map.of());
      if (lane.isShut()) {
        assertThat(now() - firstRefusal).as("not too early").isGreaterThanOrEqualTo(PATIENCE);
      }
      assertThat(now() - firstRefusal).as("an end").isLessThan(PATIENCE + longestWait + 60_000);
    }
  }

  @Property(tries = 300)
  void whoRefusesAllCallsIsGivenUpAfterAWhile(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 16) int maxInFlight,
      @ForAll @IntRange(max = 60_000) int longestWait) {
    ProviderLimiter lane = ProviderLimiterTest.lane(clock, maxInFlight, null, null);
    refuse(lane, new Random(seed), longestWait, Long.MAX_VALUE);
    assertThat(lane.isShut()).isTrue();
  }

  @Property(tries = 300)
  void whoAnswersInTimeIsNotGivenUp(
      @ForAll long seed, @ForAll @IntRange(max = 10_000) int longestWait) {
    ProviderLimiter lane = ProviderLimiterTest.lane(clock, 4, null, null);
    for (int round = 0; round < 5; round++) {
      refuse(lane, new Random(seed + round), longestWait, now() + PATIENCE / 2);
    }
  }

  @Test
  void aLongWaitIsGivenUpAtOnceAndAnswersAfterTheProbe() {
    ProviderLimiter lane = ProviderLimiterTest.lane(clock, 4, null, null);
    Permit first = lane.admit(1, 1);
    lane.ended();
    lane.failed(first, refusal(Duration.ofHours(3).toMillis()), Map.of());

    assertThat(lane.isShut()).isTrue();
    assertThat(lane.state().outOfCreditUntil())
        .isEqualTo(clock.instant().plus(Duration.ofHours(3)));
    clock.goOn(Duration.ofHours(3));
    assertThat(lane.isShut()).isFalse();
    Permit probe = lane.admit(1, 1);
    assertThat(lane.delay(1, 1)).as("others wait for it").isPositive();
    lane.ended();
    lane.succeeded(probe, Map.of());
    assertThat(lane.delay(1, 1)).isZero();
  }

  /** An error of the call itself shows that the provider answers. */
  @Test
  void aRefusalOfAnotherKindBeginsAnew() {
    ProviderLimiter lane = ProviderLimiterTest.lane(clock, 4, null, null);
    for (int i = 0; i < 4; i++) {
      clock.goOn(Duration.ofMinutes(2));
      Permit ticket = lane.admit(1, 1);
      lane.ended();
      lane.failed(
          ticket,
          i == 2 ? ProviderLimiterTest.failure(Retry.NEVER, 400, null) : refusal(0),
          Map.of());
    }
    assertThat(lane.isShut()).isFalse();
  }
}
