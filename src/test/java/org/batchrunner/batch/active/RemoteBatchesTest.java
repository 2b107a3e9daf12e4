package org.batchrunner.batch.active;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.batchrunner.batch.BatchFixture;
import org.batchrunner.batch.run.TaskAnswer;
import org.batchrunner.batch.run.TaskAnswer.Ending;
import org.batchrunner.batch.run.TaskMessage;
import org.batchrunner.ledger.BatchRecord;
import org.batchrunner.ledger.CreditProbe;
import org.batchrunner.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tasks of batches that another program holds. */
class RemoteBatchesTest {

  @TempDir Path home;
  private BatchFixture fixture;
  private RemoteBatches guests;
  private BatchRecord record;
  private TaskMessage message;

  @BeforeEach
  void arrive() {
    fixture = new BatchFixture(home);
    guests = new RemoteBatches(fixture.ticker);
    ActiveBatch held = fixture.program().claim(fixture.accept(3, Map.of()).id());
    record = fixture.record(held.id());
    message = TaskMessage.of(fixture.planned(held, Task.of(1, "Name a tree")));
    guests.arrive(record, record.epoch());
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private ActiveBatch here() {
    return guests.find(record.id()).orElseThrow();
  }

  private TaskAnswer done() {
    return TaskAnswer.of(message, Ending.DONE, null);
  }

  @Test
  void itIsKnownUntilItsLastTaskHasEnded() {
    guests.arrive(record, record.epoch());
    assertThat(guests.leave(message, done())).isEqualTo(done());
    assertThat(guests.isEmpty()).isFalse();
    assertThat(guests.leave(message, done())).isEqualTo(done());
    assertThat(guests.isEmpty()).isTrue();
    assertThat(guests.find(record.id())).isEmpty();
  }

  @Test
  void aBatchThatWasClaimedAgainIsAnother() {
    ActiveBatch before = here();
    guests.arrive(record, record.epoch() + 1);
    assertThat(here()).isNotSameAs(before);
  }

  /** What the calls of a task have found out about the batch, with its task done and undone. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # request,     done,   undone
          NONE,          DONE,   LOST
          PAUSE,         DONE,   FAILED
          REFUSED,       DONE,   FAILED
          PAUSE_BY_USER, DONE,   FAILED
          CANCEL,        DONE,   LOST
          BREACH,        BREACH, LOST
          LEAVE,         DONE,   LOST
          CLAIM_AGAIN,   DONE,   LOST
          TAKEN_OVER,    DONE,   LOST
          """)
  void theHolderIsToldWhatWasFoundOut(StopRequest request, Ending done, Ending undone) {
    guests.arrive(record, record.epoch());
    if (request != StopRequest.NONE) {
      here().stop(request, "found out");
    }
    assertThat(guests.leave(message, done()).ending()).isEqualTo(done);
    TaskAnswer lost = TaskAnswer.of(message, Ending.LOST, "left undone");
    TaskAnswer told = guests.leave(message, lost);
    assertThat(told.ending()).isEqualTo(undone);
    assertThat(told.reason()).isEqualTo(undone == Ending.LOST ? "left undone" : "found out");
  }

  @Test
  void outOfCreditIsToldWithItsProbe() {
    CreditProbe probe = new CreditProbe(Instant.EPOCH.plusSeconds(9), "openai", 1);
    here().outOfCredit(probe, "no money");
    TaskAnswer told = guests.leave(message, TaskAnswer.of(message, Ending.LOST, "left undone"));
    assertThat(told.ending()).isEqualTo(Ending.OUT_OF_CREDIT);
    assertThat(told.probe()).isEqualTo(probe);
    assertThat(TaskAnswer.read(told.json())).as("over the wire").isEqualTo(told);
  }

  @Test
  void aProgramThatStopsLetsNoFurtherCallBegin() {
    guests.leaveAll();
    assertThat(here().letsCallsBegin()).isFalse();
  }
}
