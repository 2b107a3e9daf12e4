package org.batchrunner.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.batchrunner.batch.BatchFixture;
import org.batchrunner.batch.active.ActiveBatch;
import org.batchrunner.batch.active.ActiveBatches;
import org.batchrunner.batch.active.StopRequest;
import org.batchrunner.batch.run.CallInProgress;
import org.batchrunner.provider.CallFailedException;
import org.batchrunner.provider.CallFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a failed call is tried again, and after which wait. */
class CallRedeliveryTest {

  @TempDir Path home;
  private BatchFixture fixture;
  private ActiveBatch batch;
  private CallRedelivery redelivery;
  private CallInProgress calling;

  @BeforeEach
  void open() {
    fixture = new BatchFixture(home);
    ActiveBatches active = fixture.program();
    batch =
        active.claim(
            fixture
                .accept(1, Map.of("max-attempts", 3, "retry-delays", List.of("0.1s", "0.2s")))
                .id());
    redelivery = new CallRedelivery(fixture.calls(active));
    calling = fixture.admitted(batch, 1).calls().get(0);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static CallFailure failure(int status, Duration retryAfter) {
    return new CallFailure(
        CallFailure.Retry.AGAIN,
        CallFailure.Billed.NO,
        Optional.ofNullable(retryAfter),
        status == 429,
        status,
        "HTTP " + status);
  }

  private Exchange after(CallFailure failure) {
    Exchange exchange = Exchanges.failed(calling, new CallFailedException(failure));
    exchange.setProperty(CallSteps.CALLING, calling);
    return exchange;
  }

  private long wait(CallFailure failure) {
    Exchange exchange = after(failure);
    redelivery.process(exchange);
    return exchange.getMessage().getHeader(Exchange.REDELIVERY_DELAY, Long.class);
  }

  @ParameterizedTest
  @CsvSource({"1, 100", "2, 200", "3, 200", "9, 200"})
  void theWaitIsThatOfTheOptionForEachFailure(int attempts, long millis) {
    for (int i = 0; i < attempts; i++) {
      calling.sending(0);
    }
    assertThat(wait(failure(500, null))).isEqualTo(millis);
  }

  @ParameterizedTest
  @CsvSource({"PT0.5S, 500", "PT1S, 1000", "PT30S, 1000", "PT1H, 1000"})
  void whatTheProviderAsksForIsWaitedHereForASecondAtMost(Duration asked, long millis) {
    calling.sending(0);
    calling.putOff();
    assertThat(wait(failure(429, asked))).isEqualTo(millis);
  }

  @Test
  void toBeAskedToWaitHasItsOwnCount() {
    calling.sending(0);
    calling.sending(0);
    calling.putOff();
    assertThat(wait(failure(429, null))).as("the first wait").isEqualTo(100);
  }

  @ParameterizedTest
  @CsvSource({"1, 20", "2, 40", "3, 80", "6, 640", "7, 1000", "300, 1000"})
  void whatWasHeldBackIsTriedAgainSoonAndThenLess(int times, long millis) {
    for (int i = 0; i < times; i++) {
      calling.sending(0);
      calling.notSent();
    }
    assertThat(wait(failure(500, null))).isEqualTo(millis);
  }

  @Test
  void onlyAFailedCallIsTriedAgain() {
    assertThat(redelivery.again(after(failure(500, null)))).isTrue();
    Exchange unforeseen = Exchanges.failed(calling, new IllegalStateException("boom"));
    unforeseen.setProperty(CallSteps.CALLING, calling);
    assertThat(redelivery.again(unforeseen)).isFalse();
    redelivery.process(unforeseen);
    assertThat(unforeseen.getMessage().getHeaders()).isEmpty();
  }

  @Test
  void theLastAttemptIsTheLast() {
    for (int attempt = 1; attempt <= 3; attempt++) {
      calling.sending(0);
      assertThat(redelivery.again(after(failure(500, null)))).isEqualTo(attempt < 3);
    }
  }

  @Test
  void aProgramThatStopsTriesNothingAgain() {
    batch.stop(StopRequest.LEAVE, "the program stopped");
    assertThat(redelivery.again(after(failure(500, null)))).isFalse();
  }
}
