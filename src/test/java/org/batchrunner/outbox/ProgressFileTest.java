package org.batchrunner.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.batchrunner.app.SettableClock;
import org.batchrunner.common.Json;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.BatchState;
import org.batchrunner.task.Mode;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.batchrunner.task.Totals;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressFileTest {

  @TempDir Path root;

  private final SettableClock clock = new SettableClock(Samples.START);
  private ProgressFile file;

  @BeforeEach
  void open() {
    file = new ProgressFile(new Outbox(root), clock);
  }

  @Test
  void itHasTheFieldsOfTheContract() throws IOException {
    file.update(progress(10, BatchState.RUNNING, Status.PUBLISHED, Status.FAILED));

    JsonNode json = json();
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "batch",
            "state",
            "total",
            "done",
            "by_status",
            "cost",
            "spent",
            "held",
            "at_risk",
            "prompt_tokens",
            "completion_tokens",
            "started",
            "eta_s");
    assertThat(json.get("batch").asText()).isEqualTo(Samples.ID);
    assertThat(json.get("state").asText()).isEqualTo("running");
    assertThat(json.get("spent").decimalValue()).isEqualByComparingTo("0.31");
    assertThat(json.get("started").asText()).isEqualTo("2026-11-23T23:15:00Z");
    assertThat(json.get("eta_s").isNull()).isTrue();
  }

  @Test
  void doneCountsEveryTaskThatEndedWhateverItsStatus() throws IOException {
    file.update(
        progress(
            7,
            BatchState.RUNNING,
            Status.PUBLISHED,
            Status.FAILED,
            Status.SKIPPED_BATCH_CAP,
            Status.BLOCKED_COST_CAP,
            Status.CANCELLED,
            Status.FILTERED,
            Status.PENDING));

    assertThat(json().get("done").asInt()).isEqualTo(6);
    assertThat(json().get("by_status").has("pending")).isFalse();
    assertThat(json().get("by_status").get("failed").asInt()).isEqualTo(1);
  }

  @Test
  void itIsWrittenOnceASecondAtMostAndOnlyIfSomethingChanged() throws IOException {
    assertThat(file.update(done(1))).isTrue();
    clock.goOn(Duration.ofMillis(999));
    assertThat(file.due()).isFalse();
    assertThat(file.update(done(2))).isFalse();
    assertThat(json().get("done").asInt()).isEqualTo(1);
    clock.goOn(Duration.ofMillis(1));
    assertThat(file.update(done(3))).isTrue();
    assertThat(json().get("done").asInt()).isEqualTo(3);
    clock.goOn(Duration.ofSeconds(5));
    assertThat(file.update(done(3))).isFalse();
  }

  @Test
  void theEndIsWrittenAtOnce() throws IOException {
    file.update(done(1));
    file.end(progress(1, BatchState.FINISHED, Status.PUBLISHED));
    assertThat(json().get("state").asText()).isEqualTo("finished");
    assertThat(json().get("eta_s").asInt()).isZero();
  }

  @Test
  void theEtaFollowsTheRateAndSmoothsIt() throws IOException {
    file.update(done(0));
    clock.goOn(Duration.ofSeconds(10));
    file.update(done(20));
    assertThat(json().get("eta_s").asInt()).isEqualTo(40);

    clock.goOn(Duration.ofSeconds(10));
    file.update(done(21));
    assertThat(json().get("eta_s").asInt()).isBetween(50, 790);
  }

  @Test
  void aClockThatIsPutBackDoesNotStopTheProgress() throws IOException {
    assertThat(file.update(done(1))).isTrue();
    clock.goOn(Duration.ofDays(-1));
    assertThat(file.update(done(2))).isTrue();
    clock.goOn(Duration.ofSeconds(1));
    assertThat(file.update(done(3))).isTrue();
  }

  @Test
  void aPausedBatchHasNoEta() throws IOException {
    file.update(done(0));
    clock.goOn(Duration.ofSeconds(10));
    file.end(progress(100, BatchState.PAUSED, Status.PUBLISHED));
    assertThat(json().get("eta_s").isNull()).isTrue();
  }

  private JsonNode json() throws IOException {
    return Json.MAPPER.readTree(root.resolve(Samples.ID).resolve("progress.json").toFile());
  }

  private static Progress done(int count) {
    Status[] statuses = new Status[count];
    java.util.Arrays.fill(statuses, Status.PUBLISHED);
    return progress(100, BatchState.RUNNING, statuses);
  }

  private static Progress progress(long total, BatchState state, Status... results) {
    Totals totals = Totals.ZERO;
    for (int i = 0; i < results.length; i++) {
      totals = totals.plus(Result.without(Samples.task(i + 1, "x"), results[i], null, Mode.REAL));
    }
    BatchFacts sample = Samples.batch(total);
    BatchFacts facts =
        new BatchFacts(
            sample.id(),
            sample.source(),
            sample.sourceSha256(),
            sample.version(),
            total,
            sample.options(),
            sample.corpusHash(),
            sample.mode(),
            state,
            null,
            sample.started(),
            null,
            sample.spent(),
            Dollars.ZERO,
            sample.atRisk(),
            sample.more());
    return Progress.of(facts, totals);
  }
}
