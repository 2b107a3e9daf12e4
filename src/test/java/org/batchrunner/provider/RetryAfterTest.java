package org.batchrunner.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** At noon. */
class RetryAfterTest {

  private static Optional<Duration> of(Map<String, String> headers, String body) {
    return RetryAfter.of(headers, Samples.bytes(body), Samples.NOW);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "retry-after-ms | 1500 | 1500",
        "retry-after-ms | 0.5 | 1",
        "retry-after | 2 | 2000",
        "retry-after | 0.25 | 250",
        "retry-after | .25 | 250",
        "retry-after | 1.0001 | 1001",
        "retry-after | Tue, 24 Nov 2026 12:00:07 GMT | 7000",
        "retry-after | Tuesday, 24-Nov-26 12:00:07 GMT | 7000",
        "retry-after | Tue Nov 24 12:00:07 2026 | 7000",
        "retry-after | 86400 | 86400000"
      })
  void waits(String header, String value, long millis) {
    assertThat(of(Map.of(header, value), "{}")).hasValue(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "retry-after | 0",
        "retry-after | 0.0",
        "retry-after | -5",
        "retry-after-ms | -1",
        "retry-after-ms | 0",
        "retry-after | soon",
        "retry-after | ``",
        "retry-after | NaN",
        "retry-after | 1e9",
        "retry-after | 99999999999999999999",
        "retry-after | 86401",
        "retry-after | Tue, 24 Nov 2026 11:59:00 GMT",
        "retry-after | Tue, 24 Nov 2026 12:00:00 GMT",
        "retry-after | Tue, 32 Nov 2026 12:00:00 GMT"
      })
  void isPassedOver(String header, String value) {
    assertThat(of(Map.of(header, value), "{}")).isEmpty();
  }

  @Test
  void theFirstThatIsThereCounts() {
    String body =
        "{\"error\":{\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\","
            + "\"retryDelay\":\"3.700s\"}]}}";

    assertThat(of(Map.of("retry-after-ms", "100", "retry-after", "2"), body))
        .hasValue(Duration.ofMillis(100));
    assertThat(of(Map.of("retry-after-ms", "0", "retry-after", "2"), body))
        .hasValue(Duration.ofSeconds(2));
    assertThat(of(Map.of("retry-after", "-2"), body)).hasValue(Duration.ofMillis(3700));
    assertThat(of(Map.of(), body)).hasValue(Duration.ofMillis(3700));
    assertThat(of(Map.of(), "{\"error\":{\"details\":[{\"retryDelay\":\"27s\"}]}}"))
        .hasValue(Duration.ofSeconds(27));
    assertThat(of(Map.of(), "{\"error\":{\"details\":[{\"retryDelay\":\"0s\"}]}}")).isEmpty();
    assertThat(of(Map.of(), "{\"error\":{\"details\":[{\"retryDelay\":\"x\"}]}}")).isEmpty();
    assertThat(of(Map.of(), "not JSON")).isEmpty();
  }

  /** Our clock may be off; the reply's own is what its date goes by. */
  @Test
  void aDateGoesByTheServersClock() {
    assertThat(
            of(
                Map.of(
                    "retry-after",
                    "Tue, 24 Nov 2026 13:00:30 GMT",
                    "date",
                    "Tue, 24 Nov 2026 13:00:00 GMT"),
                "{}"))
        .hasValue(Duration.ofSeconds(30));
  }

  @Property(tries = 2000)
  void noTextIsATrap(@ForAll String value, @ForAll String body) {
    Optional<Duration> wait = of(Map.of("retry-after", value, "retry-after-ms", value), body);

    assertThat(wait.map(Duration::toMillis).orElse(1L)).isBetween(1L, 86_400_000L);
  }
}
