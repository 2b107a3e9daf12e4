package org.batchrunner.provider.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.batchrunner.app.SettableClock;
import org.batchrunner.provider.Api;
import org.batchrunner.provider.CallFailure;
import org.batchrunner.provider.CallFailure.Billed;
import org.batchrunner.provider.CallFailure.Retry;
import org.batchrunner.provider.ProviderSettings;
import org.batchrunner.provider.RateReset;
import org.batchrunner.provider.Samples;
import org.batchrunner.provider.limits.LimiterState.Circuit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of pace, step by step, with a clock that only the test moves. */
public class ProviderLimiterTest {

  private final SettableClock clock = new SettableClock(Samples.NOW);

  public static ProviderLimiter lane(
      SettableClock clock, int maxInFlight, @Nullable Integer requests, @Nullable Integer tokens) {
    return new ProviderLimiter(
        new ProviderSettings(
            "p",
            Api.OPENAI,
            URI.create("http://localhost/v1"),
            null,
            List.of("m"),
            maxInFlight,
            requests,
            tokens,
            Duration.ofSeconds(10)),
        List.of(Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(5)),
        Duration.ofMinutes(5),
        clock);
  }

  public static CallFailure failure(
      Retry retry, @Nullable Integer status, @Nullable Duration wait) {
    boolean slowDown = retry == Retry.AGAIN && status != null && (status == 429 || status == 503);
    return new CallFailure(retry, Billed.NO, Optional.ofNullable(wait), slowDown, status, "x");
  }

  private static final CallFailure TOO_MANY = failure(Retry.AGAIN, 429, null);
  private static final CallFailure SERVER_ERROR = failure(Retry.AGAIN, 500, null);
  private static final CallFailure REFUSED = failure(Retry.NEVER, 400, null);
  private static final CallFailure NO_CREDIT = failure(Retry.OUT_OF_CREDIT, 402, null);

  private static Permit go(ProviderLimiter lane) {
    assertThat(lane.delay(10, 10)).isZero();
    Permit ticket = lane.admit(10, 10);
    assertThat(ticket).isNotNull();
    return ticket;
  }

  private static List<Permit> go(ProviderLimiter lane, int calls) {
    return IntStream.range(0, calls).mapToObj(call -> go(lane)).toList();
  }

  private static void ok(ProviderLimiter lane, Permit ticket) {
    ok(lane, ticket, Map.of());
  }

  private static void ok(ProviderLimiter lane, Permit ticket, Map<String, String> headers) {
    lane.ended();
    lane.succeeded(ticket, headers);
  }

  private static void fail(ProviderLimiter lane, Permit ticket, CallFailure outcome) {
    lane.ended();
    lane.failed(ticket, outcome, Map.of());
  }

  private void after(long millis) {
    clock.goOn(Duration.ofMillis(millis));
  }

  @Test
  void noMoreAreInFlightThanMay() {
    ProviderLimiter lane = lane(clock, 3, null, null);
    List<Permit> calls = go(lane, 3);

    assertThat(lane.delay(1, 1)).isPositive();
    assertThat(lane.pass(1, 1)).isNull();
    assertThat(lane.admit(1, 1)).isNull();
    ok(lane, calls.get(0));
    go(lane);
    assertThat(lane.delay(1, 1)).isPositive();
  }

  @Test
  void tooManyHalvesThemOnceForARound() {
    ProviderLimiter lane = lane(clock, 1000, null, null);
    List<Permit> round = go(lane, 64);

    round.forEach(call -> fail(lane, call, TOO_MANY));

    assertThat(lane.limit()).isEqualTo(32);
    fail(lane, goAfterCircuit(lane), TOO_MANY);
    assertThat(lane.limit()).isEqualTo(16);
  }

  private Permit goAfterCircuit(ProviderLimiter lane) {
    after(lane.delay(10, 10));
    return go(lane);
  }

  /** Outcomes of calls that were sent before the halving don't count as the next round's. */
  @Test
  void lateOutcomesOfTheLastRoundAreNoNews() {
    ProviderLimiter lane = lane(clock, 8, null, null);
    List<Permit> old = go(lane, 8);
    fail(lane, old.get(0), TOO_MANY);
    assertThat(lane.limit()).isEqualTo(4);
    for (Permit late : old.subList(1, 5)) {
      ok(lane, late);
    }
    assertThat(lane.limit()).isEqualTo(4);

    Permit fresh = go(lane);
    old.subList(5, 8).forEach(late -> fail(lane, late, TOO_MANY));
    assertThat(lane.limit()).isEqualTo(4);
    fail(lane, fresh, TOO_MANY);
    assertThat(lane.limit()).isEqualTo(2);
  }

  @Test
  void theyGrowByOneARound() {
    ProviderLimiter lane = lane(clock, 8, null, null);
    fail(lane, go(lane, 8).get(0), TOO_MANY);
    for (int call = 0; call < 7; call++) {
      lane.ended();
    }

    List<Integer> limits = new ArrayList<>();
    for (int round = 0; round < 6; round++) {
      limits.add(lane.limit());
      go(lane, lane.limit()).forEach(call -> ok(lane, call));
    }

    assertThat(limits).containsExactly(4, 5, 6, 7, 8, 8);
  }

  @Test
  void thereIsAlwaysOne() {
    ProviderLimiter lane = lane(clock, 2, null, null);
    for (int times = 0; times < 5; times++) {
      fail(lane, goAfterCircuit(lane), TOO_MANY);
    }

    assertThat(lane.limit()).isEqualTo(1);
  }

  @Test
  void errorsThatDoNotMeanTooManyHalveNothing() {
    ProviderLimiter lane = lane(clock, 8, null, null);
    go(lane, 8).forEach(call -> fail(lane, call, call.number() % 2 == 0 ? SERVER_ERROR : REFUSED));

    assertThat(lane.limit()).isEqualTo(8);
  }

  @Test
  void aWaitHoldsForAll() {
    ProviderLimiter lane = lane(clock, 8, null, null);
    List<Permit> calls = go(lane, 3);
    fail(lane, calls.get(0), failure(Retry.AGAIN, 500, Duration.ofMillis(700)));

    assertThat(lane.pass(1, 1)).isNull();
    assertThat(lane.delay(1, 1)).isEqualTo(700);
    ok(lane, calls.get(1));
    after(300);
    assertThat(lane.delay(1, 1)).isEqualTo(400);
    fail(lane, calls.get(2), failure(Retry.AGAIN, 500, Duration.ofMillis(100)));
    assertThat(lane.delay(1, 1)).as("the longer wait counts").isEqualTo(400);
    assertThat(lane.state().pausedUntil()).isEqualTo(Samples.NOW.plusMillis(700));
    after(399);
    assertThat(lane.delay(1, 1)).isEqualTo(1);
    after(1);
    go(lane);
    assertThat(lane.state().pausedUntil()).isNull();
  }

  @Test
  void aWaitWithAnErrorThatIsFinalHoldsToo() {
    ProviderLimiter lane = lane(clock, 8, null, null);
    fail(lane, go(lane), failure(Retry.NEVER, 429, Duration.ofSeconds(2)));

    assertThat(lane.delay(1, 1)).isEqualTo(2000);
  }

  @Test
  void aClockThatIsSetBackMakesNobodyWaitLonger() {
    ProviderLimiter lane = lane(clock, 8, null, null);
    fail(lane, go(lane), failure(Retry.AGAIN, 429, Duration.ofMillis(700)));
    after(500);
    assertThat(lane.delay(1, 1)).isEqualTo(200);

    clock.goOn(Duration.ofDays(-1));

    assertThat(lane.delay(1, 1)).isEqualTo(200);
    after(200);
    go(lane);
  }

  @Test
  void failuresInARowOpenTheCircuitAndOneCallProbesIt() {
    ProviderLimiter lane = lane(clock, 50, null, null);
    go(lane, CircuitBreaker.FAILURES).forEach(call -> fail(lane, call, SERVER_ERROR));

    assertThat(lane.state().circuit()).isEqualTo(Circuit.OPEN);
    assertThat(lane.delay(1, 1)).isEqualTo(CircuitBreaker.FIRST_OPEN);
    after(CircuitBreaker.FIRST_OPEN);
    Permit probe = go(lane);
    assertThat(lane.state().circuit()).isEqualTo(Circuit.PROBING);
    assertThat(lane.delay(1, 1)).as("one call at a time").isPositive();

    fail(lane, probe, SERVER_ERROR);
    assertThat(lane.delay(1, 1)).isEqualTo(2 * CircuitBreaker.FIRST_OPEN);
    after(2 * CircuitBreaker.FIRST_OPEN);
    ok(lane, go(lane));
    assertThat(lane.state().circuit()).isEqualTo(Circuit.CLOSED);
    go(lane, 10);
  }

  @Test
  void aProbeThatIsRefusedIsAnAnswer() {
    ProviderLimiter lane = lane(clock, 50, null, null);
    go(lane, CircuitBreaker.FAILURES).forEach(call -> fail(lane, call, SERVER_ERROR));
    after(CircuitBreaker.FIRST_OPEN);

    fail(lane, go(lane), REFUSED);

    assertThat(lane.state().circuit()).isEqualTo(Circuit.CLOSED);
  }

  @Test
  void successesInBetweenKeepItClosed() {
    ProviderLimiter lane = lane(clock, 50, null, null);
    for (int call = 0; call < 50; call++) {
      Permit ticket = go(lane);
      if (call % CircuitBreaker.FAILURES == CircuitBreaker.FAILURES - 1) {
        ok(lane, ticket);
      } else {
        fail(lane, ticket, SERVER_ERROR);
      }
    }

    assertThat(lane.state().circuit()).isEqualTo(Circuit.CLOSED);
  }

  @Test
  void lateOutcomesAreNoProbes() {
    ProviderLimiter lane = lane(clock, 50, null, null);
    List<Permit> calls = go(lane, CircuitBreaker.FAILURES + 4);
    calls.subList(0, CircuitBreaker.FAILURES).forEach(call -> fail(lane, call, SERVER_ERROR));
    List<Permit> late = calls.subList(CircuitBreaker.FAILURES, CircuitBreaker.FAILURES + 4);

    ok(lane, late.get(0));
    assertThat(lane.state().circuit()).isEqualTo(Circuit.OPEN);
    after(CircuitBreaker.FIRST_OPEN);
    Permit probe = go(lane);
    fail(lane, late.get(1), SERVER_ERROR);
    fail(lane, late.get(2), REFUSED);
    ok(lane, late.get(3));
    assertThat(lane.delay(1, 1)).as("the probe is still out").isPositive();
    ok(lane, probe);
    assertThat(lane.delay(1, 1)).isZero();
  }

  @Test
  void aProbeThatNobodyHearsOfIsOverOneDay() {
    ProviderLimiter lane = lane(clock, 50, null, null);
    go(lane, CircuitBreaker.FAILURES).forEach(call -> fail(lane, call, SERVER_ERROR));
    after(CircuitBreaker.FIRST_OPEN);
    go(lane);

    after(lane.delay(1, 1));

    go(lane);
  }

  @Test
  void outOfCreditNobodyGoesUntilOneProbe() {
    ProviderLimiter lane = lane(clock, 50, null, null);
    List<Permit> calls = go(lane, 5);
    fail(lane, calls.get(0), NO_CREDIT);

    assertThat(lane.isShut()).isTrue();
    Instant next = lane.state().outOfCreditUntil();
    assertThat(next).isEqualTo(Samples.NOW.plusSeconds(60));
    after(30_000);
    fail(lane, calls.get(1), NO_CREDIT);
    ok(lane, calls.get(2));
    fail(lane, calls.get(3), REFUSED);
    fail(lane, calls.get(4), SERVER_ERROR);
    assertThat(lane.state().outOfCreditUntil()).as("late outcomes change nothing").isEqualTo(next);
    assertThat(lane.isShut()).isTrue();

    after(30_000);
    assertThat(lane.isShut()).isFalse();
    Permit probe = go(lane);
    assertThat(lane.delay(1, 1)).as("one call at a time").isPositive();
    ok(lane, probe);
    assertThat(lane.state().outOfCreditUntil()).isNull();
    go(lane, 10);
  }

  @Test
  void probesForCreditBackOff() {
    ProviderLimiter lane = lane(clock, 50, null, null);
    List<Long> waits = new ArrayList<>();
    for (int probe = 0; probe < 5; probe++) {
      fail(lane, go(lane), NO_CREDIT);
      assertThat(lane.state().failedProbes()).isEqualTo(probe);
      waits.add(lane.delay(1, 1) / 60_000);
      after(lane.delay(1, 1));
    }

    assertThat(waits).containsExactly(1L, 2L, 5L, 5L, 5L);
    ok(lane, go(lane));
    fail(lane, go(lane), NO_CREDIT);
    assertThat(lane.delay(1, 1)).as("from the beginning").isEqualTo(60_000);
  }

  @Test
  void theVendorsOwnTimeCountsIfItIsLater() {
    ProviderLimiter lane = lane(clock, 50, null, null);
    fail(lane, go(lane), failure(Retry.OUT_OF_CREDIT, 429, Duration.ofHours(3)));
    assertThat(lane.delay(1, 1)).isEqualTo(3 * 3_600_000);
    assertThat(lane.state().pausedUntil()).isNull();

    lane.probe(0);

    assertThat(lane.delay(1, 1)).as("the user says that there is credit").isZero();
  }

  @Test
  void afterARestartTheFirstCallIsTheProbe() {
    ProviderLimiter lane = lane(clock, 50, null, null);
    lane.probe(1);
    assertThat(lane.isCalm()).isFalse();

    fail(lane, go(lane), NO_CREDIT);

    assertThat(lane.delay(1, 1)).as("goes on where it was").isEqualTo(5 * 60_000);
    assertThat(lane.state().failedProbes()).isEqualTo(2);
  }

  @Test
  void aProbeThatMeetsAnErrorIsTriedAgainSoon() {
    ProviderLimiter lane = lane(clock, 50, null, null);
    fail(lane, go(lane), NO_CREDIT);
    after(60_000);

    fail(lane, go(lane), SERVER_ERROR);

    assertThat(lane.delay(1, 1)).isEqualTo(CircuitBreaker.FIRST_OPEN);
    after(CircuitBreaker.FIRST_OPEN);
    Permit probe = go(lane);
    assertThat(lane.delay(1, 1)).isPositive();
    ok(lane, probe);
    assertThat(lane.state().outOfCreditUntil()).isNull();
    assertThat(lane.state().circuit()).isEqualTo(Circuit.CLOSED);
  }

  @Test
  void requestsAMinute() {
    ProviderLimiter lane = lane(clock, 50, 2, null);
    go(lane);
    after(20_000);
    go(lane);

    assertThat(lane.delay(1, 1)).isEqualTo(40_000);
    after(40_000);
    go(lane);
    assertThat(lane.delay(1, 1)).isEqualTo(20_000);
  }

  @Test
  void tokensAMinute() {
    ProviderLimiter lane = lane(clock, 50, null, 100);
    assertThat(lane.delay(40, 40)).isZero();
    assertThat(lane.admit(40, 40)).isNotNull();

    assertThat(lane.delay(10, 10)).isZero();
    assertThat(lane.delay(10, 11)).isEqualTo(60_000);
    after(60_000);
    assertThat(lane.delay(500, 500)).as("more than a minute has, when nothing else is").isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "12ms, 12",
    "1s, 1000",
    "6m0s, 360000",
    "1h2m3.5s, 3723500",
    "0.5s, 500",
    "120ms, 120",
    "7, 7000",
    "2026-11-24T12:00:30Z, 30000",
    "2026-11-24T12:00:00.250Z, 250",
    "2026-11-24T11:00:00Z, 0",
    "2d, 172800000",
    "soon, 0",
    "'', 0",
    "-1s, 0",
    "1x, 0",
    "1s x, 0"
  })
  void resets(String text, long millis) {
    assertThat(RateReset.millis(text, Samples.NOW)).isEqualTo(millis);
  }

  private static Map<String, String> openAi(String what, int limit, int remaining, String reset) {
    return Map.of(
        "x-ratelimit-limit-" + what,
        "" + limit,
        "x-ratelimit-remaining-" + what,
        "" + remaining,
        "x-ratelimit-reset-" + what,
        reset);
  }

  @Test
  void learnsOpenAisRequestsAMinute() {
    ProviderLimiter lane = lane(clock, 50, null, null);
    ok(lane, go(lane), openAi("requests", 60, 1, "59s"));

    go(lane);
    assertThat(lane.pass(1, 1)).isNull();
    assertThat(lane.delay(1, 1)).as("one a second comes back").isEqualTo(1000);
    after(1000);
    go(lane);
    assertThat(lane.delay(1, 1)).isEqualTo(1000);
    ok(lane, new Permit(3, 30, 30), openAi("requests", 60, 40, "20s"));
    assertThat(lane.pass(1, 1)).isNotNull();
  }

  @Test
  void learnsAnthropicsTokensAMinute() {
    for (String kind : List.of("tokens", "input-tokens", "output-tokens")) {
      ProviderLimiter lane = lane(clock, 50, null, null);
      ok(
          lane,
          go(lane),
          Map.of(
              "anthropic-ratelimit-" + kind + "-limit",
              "60000",
              "anthropic-ratelimit-" + kind + "-remaining",
              "1000",
              "anthropic-ratelimit-" + kind + "-reset",
              clock.instant().plusSeconds(59).toString()));

      assertThat(lane.delay(500, 500)).as(kind).isZero();
      assertThat(lane.delay(1500, 1500)).as(kind).isEqualTo(kind.equals("tokens") ? 2000 : 500);
    }
  }

  /** What was sent since is not in the headers yet. */
  @Test
  void whatIsUnderWayIsTakenOffWhatIsLeft() {
    ProviderLimiter lane = lane(clock, 50, null, null);
    List<Permit> calls = go(lane, 10);

    ok(lane, calls.get(0), openAi("requests", 600, 9, "59s"));

    assertThat(lane.delay(1, 1)).as("nine are under way").isBetween(1L, 200L);
  }

  @Test
  void headersThatLeaveMuchOrMakeNoSenseChangeNothing() {
    ProviderLimiter lane = lane(clock, 50, null, null);
    for (Map<String, String> headers :
        List.of(
            openAi("requests", 60, 59, "1s"),
            openAi("requests", 60, 0, "0s"),
            openAi("requests", 0, 0, "1s"),
            openAi("requests", -5, -1, "1s"),
            Map.of("x-ratelimit-remaining-requests", "0"),
            Map.of("x-ratelimit-remaining-requests", "many"))) {
      ok(lane, go(lane), headers);
      assertThat(lane.isCalm()).isTrue();
    }
  }
}
