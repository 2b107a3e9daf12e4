package org.batchrunner.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.batchrunner.app.SettableClock;
import org.batchrunner.provider.CallFailure.Retry;
import org.batchrunner.provider.limits.LimiterState;
import org.batchrunner.provider.limits.LimiterState.Circuit;
import org.batchrunner.provider.limits.Permit;
import org.batchrunner.provider.limits.ProviderLimiter;
import org.batchrunner.provider.limits.ProviderLimiterTest;
import org.jspecify.annotations.Nullable;

/**
 * Many callers and a provider with moods, in simulated time: hours of it, and no thread. At each
 * step the rules hold, and in the end everybody has got an answer.
 */
class PaceSimulationTest {

  @Property(tries = 1500)
  void theRulesHoldOnEverySchedule(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 64) int maxInFlight,
      @ForAll @IntRange(min = 1, max = 120) int callers,
      @ForAll @IntRange(min = 0, max = 300) int requestsPerMinute,
      @ForAll @IntRange(min = 0, max = 60) int odds) {
    new Simulation(new Random(seed), maxInFlight, callers, requestsPerMinute, odds).run();
  }

  private record Reply(long at, Permit ticket, boolean probe, @Nullable CallFailure outcome) {}

  private static final class Simulation {

    private static final int TOKENS = 10;

    private final SettableClock clock = new SettableClock(Samples.NOW);
    private final Random random;
    private final int maxInFlight;
    private final int requestsPerMinute;
    private final int odds;
    private final int capacity;
    private final long outageFrom;
    private final long outageUntil;
    private final long emptyFrom;
    private final long emptyUntil;
    private final ProviderLimiter lane;
    private final PriorityQueue<Reply> replies =
        new PriorityQueue<>(Comparator.comparingLong(Reply::at));
    private final Deque<Long> lastMinute = new ArrayDeque<>();
    private int toDo;
    private int inFlight;
    private int probes;
    private long toldUntil;
    private int limitBefore;
    private int successesSince;

    Simulation(Random random, int maxInFlight, int callers, int requestsPerMinute, int odds) {
      this.random = random;
      this.maxInFlight = maxInFlight;
      this.requestsPerMinute = requestsPerMinute;
      this.odds = odds;
      this.toDo = callers;
      this.capacity = 1 + random.nextInt(2 * maxInFlight);
      this.outageFrom = random.nextInt(20_000);
      this.outageUntil = outageFrom + random.nextInt(2) * random.nextInt(120_000);
      this.emptyFrom = random.nextInt(30_000);
      this.emptyUntil = emptyFrom + random.nextInt(2) * random.nextInt(1_200_000);
      this.lane =
          ProviderLimiterTest.lane(
              clock, maxInFlight, requestsPerMinute == 0 ? null : requestsPerMinute, null);
      this.limitBefore = lane.limit();
    }

    private long now() {
      return Duration.between(Samples.NOW, clock.instant()).toMillis();
    }

    void run() {
      int steps = 0;
      while (toDo > 0 || !replies.isEmpty()) {
        assertThat(++steps).as("nobody waits for ever").isLessThan(200_000);
        long wait = toDo == 0 ? Long.MAX_VALUE : send();
        Reply next = replies.peek();
        long until = Math.min(next == null ? Long.MAX_VALUE : next.at() - now(), wait);
        assertThat(until).as("there is something to wait for").isLessThan(Long.MAX_VALUE);
        if (until > 0) {
          clock.goOn(Duration.ofMillis(until));
        }
        while (!replies.isEmpty() && replies.peek().at() <= now()) {
          hear(replies.remove());
        }
      }
      assertThat(lane.state().circuit()).isEqualTo(Circuit.CLOSED);
      assertThat(lane.isShut()).isFalse();
    }

    /** The time to wait; 0 if a call went. */
    private long send() {
      LimiterState state = lane.state();
      boolean probe = state.circuit() != Circuit.CLOSED || state.outOfCreditUntil() != null;
      Permit ticket = lane.pass(TOKENS, TOKENS);
      if (ticket == null) {
        long wait = lane.delay(TOKENS, TOKENS);
        if (wait > 0) {
          return wait;
        }
        ticket = lane.admit(TOKENS, TOKENS);
      }
      assertThat(ticket).isNotNull();
      long now = now();
      assertThat(now).as("no attempt before the wait is over").isGreaterThanOrEqualTo(toldUntil);
      assertThat(++inFlight).as("in flight").isLessThanOrEqualTo(lane.limit());
      Instant credit = state.outOfCreditUntil();
      assertThat(credit == null || !clock.instant().isBefore(credit)).as("out of credit").isTrue();
      assertThat(state.circuit()).isNotEqualTo(Circuit.OPEN);
      if (probe) {
        assertThat(++probes).as("probes at once").isEqualTo(1);
      }
      inTheLastMinute(now);
      toDo--;
      replies.add(new Reply(now + 1 + random.nextInt(3000), ticket, probe, outcome(now)));
      return 0;
    }

    private void inTheLastMinute(long now) {
      lastMinute.addLast(now);
      while (lastMinute.getFirst() <= now - 60_000) {
        lastMinute.removeFirst();
      }
      if (requestsPerMinute > 0) {
        assertThat(lastMinute.size()).as("in a minute").isLessThanOrEqualTo(requestsPerMinute);
      }
    }

    private @Nullable CallFailure outcome(long now) {
      Duration wait = random.nextInt(3) == 0 ? null : Duration.ofMillis(1 + random.nextInt(5000));
      if (now >= emptyFrom && now < emptyUntil) {
        return ProviderLimiterTest.failure(Retry.OUT_OF_CREDIT, 429, null);
      }
      if (now >= outageFrom && now < outageUntil) {
        return ProviderLimiterTest.failure(Retry.AGAIN, random.nextBoolean() ? 500 : null, null);
      }
      if (inFlight > capacity) {
        return ProviderLimiterTest.failure(Retry.AGAIN, 429, wait);
      }
      return switch (random.nextInt(100) < odds ? random.nextInt(4) : 4) {
        case 0 -> ProviderLimiterTest.failure(Retry.AGAIN, 429, wait);
        case 1 -> ProviderLimiterTest.failure(Retry.AGAIN, 503, wait);
        case 2 -> ProviderLimiterTest.failure(Retry.AGAIN, null, null);
        case 3 -> ProviderLimiterTest.failure(Retry.NEVER, 400, null);
        default -> null;
      };
    }

    private void hear(Reply reply) {
      inFlight--;
      if (reply.probe()) {
        probes--;
      }
      lane.ended();
      CallFailure outcome = reply.outcome();
      if (outcome == null) {
        lane.succeeded(reply.ticket(), Map.of());
        successesSince++;
      } else {
        lane.failed(reply.ticket(), outcome, Map.of());
        if (!outcome.outOfCredit()) {
          outcome
              .retryAfter()
              .ifPresent(wait -> toldUntil = Math.max(toldUntil, now() + wait.toMillis()));
        }
        toDo += outcome.retry() == Retry.NEVER ? 0 : 1;
      }
      checkLimit(outcome);
    }

    private void checkLimit(@Nullable CallFailure outcome) {
      int limit = lane.limit();
      assertThat(limit).isBetween(1, maxInFlight);
      if (limit > limitBefore) {
        assertThat(limit).as("by one").isEqualTo(limitBefore + 1);
        assertThat(successesSince).as("a round").isGreaterThanOrEqualTo(limitBefore);
        successesSince = 0;
      }
      if (limit < limitBefore) {
        assertThat(outcome != null && outcome.slowDown()).as("only for too many").isTrue();
        successesSince = 0;
      }
      limitBefore = limit;
    }
  }
}
