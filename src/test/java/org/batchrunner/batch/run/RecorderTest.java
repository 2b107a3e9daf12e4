package org.batchrunner.batch.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.batchrunner.batch.BatchFixture;
import org.batchrunner.batch.active.ActiveBatch;
import org.batchrunner.batch.active.ActiveBatches;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.Mode;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.batchrunner.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results on their way into the ledger. */
class RecorderTest {

  @TempDir Path home;
  private BatchFixture fixture;
  private ActiveBatches active;
  private Recorder recorder;

  @BeforeEach
  void open() {
    fixture = new BatchFixture(home);
    active = fixture.program();
    recorder = fixture.recorder();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private ActiveBatch batch(Map<String, Object> options) {
    return active.claim(fixture.accept(5, options).id());
  }

  private static Result published(Task task, String cost) {
    Result bare = Result.without(task, Status.PUBLISHED, null, Mode.REAL);
    return bare.withBill(List.of(), Dollars.parse(cost), Dollars.parse(cost), 1);
  }

  private Dollars held(ActiveBatch batch) {
    fixture.flush();
    return fixture.record(batch.id()).budget().held();
  }

  @Test
  void aResultIsInTheLedgerWhenItIsCommitted() {
    ActiveBatch batch = batch(Map.of());
    Run run = fixture.admitted(batch, 1);
    RecordedResult recorded = recorder.record(new EndedRun(run, published(run.task(), "0.01")));
    assertThat(recorded.committed().join()).isTrue();
    assertThat(fixture.ledger.results().find(batch.context().no(), 1))
        .hasValueSatisfying(r -> assertThat(r.status()).isEqualTo(Status.PUBLISHED));
    assertThat(held(batch)).as("what it did not use").isEqualTo(Dollars.ZERO);
    assertThat(fixture.counters.tasks(Status.PUBLISHED)).isEqualTo(1);
  }

  @Test
  void aTaskHasOneResult() {
    ActiveBatch batch = batch(Map.of());
    Run run = fixture.admitted(batch, 1);
    EndedRun ended = new EndedRun(run, published(run.task(), "0.01"));
    assertThat(recorder.record(ended).committed().join()).isTrue();
    assertThat(recorder.record(ended).committed().join()).isFalse();
    assertThat(fixture.counters.tasks(Status.PUBLISHED)).as("counted once").isEqualTo(1);
  }

  @Test
  void aTaskThatIsLeftUndoneGivesItsMoneyBack() {
    ActiveBatch batch = batch(Map.of());
    Run run = fixture.admitted(batch, 1);
    assertThat(held(batch).isZero()).isFalse();
    RecordedResult undone = recorder.record(new EndedRun(run, null));
    assertThat(undone.result()).isNull();
    assertThat(undone.committed().join()).isFalse();
    assertThat(held(batch)).isEqualTo(Dollars.ZERO);
  }

  @Test
  void aProgramThatLostTheLeaseRecordsNothing() {
    ActiveBatch batch = batch(Map.of());
    Run run = fixture.admitted(batch, 1);
    fixture.clock.goOn(Duration.ofMinutes(1));
    assertThat(fixture.program().claim(batch.id())).isNotNull();
    RecordedResult late = recorder.record(new EndedRun(run, published(run.task(), "0.01")));
    assertThat(late.committed().join()).isFalse();
    assertThat(fixture.ledger.results().find(batch.context().no(), 1)).isEmpty();
  }

  @Test
  void underASoftCapATaskBeyondItsCapIsBlockedAfterwards() {
    ActiveBatch batch =
        batch(Map.of("cap-mode", "soft", "per-run-cap", "0.10", "per-batch-cap", "9"));
    Run run = fixture.admitted(batch, 1);
    Result blocked = recorder.record(new EndedRun(run, published(run.task(), "0.15"))).result();
    assertThat(blocked.status()).isEqualTo(Status.BLOCKED_COST_CAP);
    assertThat(blocked.reason()).isEqualTo("Per-run cap $0.10 exceeded (est $0.1500)");
    assertThat(blocked.costEstimate()).isEqualTo(Dollars.ZERO);
    assertThat(blocked.spent()).as("it left the account").isEqualTo(Dollars.parse("0.15"));
  }

  @Test
  void underAHardCapTheResultStaysAsItIs() {
    ActiveBatch batch = batch(Map.of("per-run-cap", "0.10"));
    Run run = fixture.admitted(batch, 1);
    assertThat(recorder.record(new EndedRun(run, published(run.task(), "0.15"))).result().status())
        .isEqualTo(Status.PUBLISHED);
  }

  @Test
  void aTaskThatDidNotRunHasItsReason() {
    ActiveBatch batch = batch(Map.of());
    Task task = Task.of(3, "Name a fish");
    Result left = Result.without(task, Status.FILTERED, "left out by limit", Mode.REAL);
    RecordedResult recorded = recorder.record(batch.context(), new SkippedTask(task, left));
    assertThat(recorded.committed().join()).isTrue();
    assertThat(recorded.json()).contains("\"filtered\"", "left out by limit");
  }
}
