package org.batchrunner.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The wait of a refusal, wherever it stands. */
class WaitsTest {

  private static long wait(int status, Map<String, String> headers, String body) {
    return Samples.outcome(Api.OPENAI, status, headers, body)
        .retryAfter()
        .map(Duration::toMillis)
        .orElse(0L);
  }

  private static long said(String sentence) {
    return wait(429, Map.of(), "{\"error\":{\"message\":\"%s\"}}".formatted(sentence));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Please try again in 7.66s. | 7660",
        "Please retry after 8 seconds. | 8000",
        "try again in 1m2.5s | 62500",
        "Please try again in 20 ms | 20",
        "Please try again in 20ms. | 20",
        "Retry in 24h | 86400000",
        "Please retry after 86400 seconds. | 86400000",
        "Please wait 30 seconds before retrying | 30000",
        "Rate limit hit; retry after 1 minute 30 seconds | 90000",
        "retry after 1 hour and 5 minutes | 3900000",
        "Your quota will reset after 11h33m30s. | 41610000",
        "Limit 7000, Used 0. Please try again in 50.597142857s. Visit https://x | 50598",
        "Rate limited. Retry-After: 12 | 12000",
        "Too many requests. Please try again later in 5 min. | 300000",
        "You can retry in 3 | 3000",
        "Your limit resets at 2026-11-24T12:00:45Z | 45000",
        "You will regain access on 2026-11-24 at 12:10 UTC. | 600000",
        "Please wait before trying again. | 0",
        "Limit 100 requests per 60 seconds | 0",
        "try again in 0s | 0",
        "try again in 3 days | 0"
      })
  void inTheSentence(String sentence, long millis) {
    assertThat(said(sentence)).isEqualTo(millis);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x-ratelimit-reset-requests | 12ms | x-ratelimit-remaining-requests | 0 | 12",
        "x-ratelimit-reset-tokens | 6m0s | x-ratelimit-remaining-tokens | 0 | 360000",
        "x-ratelimit-reset-tokens | 6m0s | x-ratelimit-remaining-tokens | 5 | 0",
        "x-ratelimit-reset-tokens | 6m0s | other | 0 | 0",
        "x-ratelimit-reset | 1795521605000 | x-ratelimit-remaining | 0 | 5000",
        "x-ratelimit-reset | 1795521605 | x-ratelimit-remaining | 0 | 5000",
        "x-ratelimit-reset | 9 | other | 0 | 9000",
        "x-ratelimit-reset-after | 1.5 | x-ratelimit-remaining | 0 | 1500",
        "ratelimit-reset | 7 | ratelimit-remaining | 0 | 7000",
        "anthropic-ratelimit-tokens-reset | 2026-11-24T12:00:30Z |"
            + " anthropic-ratelimit-tokens-remaining | 0 | 30000"
      })
  void inTheHeadersOfLimits(String name, String value, String other, String rest, long millis) {
    Map<String, String> headers = Map.of(name, value, other, rest);
    assertThat(wait(429, headers, "{}")).isEqualTo(millis);
    assertThat(wait(400, headers, "{}")).as("only where it is asked too much").isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'error':{'code':429,'metadata':{'headers':{'Retry-After':'2'}}}} | 2000",
        "{'error':{'code':429,'metadata':{'headers':{'X-RateLimit-Remaining':'0',"
            + "'X-RateLimit-Reset':'1795521604000'}}}} | 4000",
        "{'error':{'message':'m','retry_after':1.5}} | 1500",
        "{'message':'m','retry_after':3} | 3000"
      })
  void inTheBody(String body, long millis) {
    assertThat(wait(429, Map.of(), body.replace('\'', '"'))).isEqualTo(millis);
  }

  @Property(tries = 500)
  void whatIsSaidInPartsIsTheirSum(
      @ForAll @IntRange(max = 23) int hours,
      @ForAll @IntRange(max = 59) int minutes,
      @ForAll @IntRange(max = 59) int seconds,
      @ForAll @IntRange(min = 1, max = 999) int millis) {
    long sum = ((hours * 60L + minutes) * 60 + seconds) * 1000 + millis;
    assertThat(
            said("Please try again in %dh%dm%d.%03ds.".formatted(hours, minutes, seconds, millis)))
        .isEqualTo(sum);
  }

  @Property(tries = 1000)
  void noSentenceIsATrap(@ForAll String sentence) {
    assertThat(WaitSentence.in("try again in " + ErrorBody.spaced(sentence), Samples.NOW))
        .satisfies(wait -> {});
  }
}
