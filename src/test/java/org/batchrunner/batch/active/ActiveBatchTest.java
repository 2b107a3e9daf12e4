package org.batchrunner.batch.active;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.batchrunner.batch.BatchFixture;
import org.batchrunner.ledger.CreditProbe;
import org.batchrunner.task.Mode;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.batchrunner.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Slots, totals, requests to stop and the lease of one batch, with a ticker that tests set. */
class ActiveBatchTest {

  @TempDir Path home;
  private BatchFixture fixture;
  private ActiveBatch batch;

  @BeforeEach
  void claim() {
    fixture = new BatchFixture(home);
    String id = fixture.accept(5, Map.of("concurrency", 2)).id();
    batch = fixture.program().claim(id);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static Result published(int seq) {
    return Result.without(Task.of(seq, "t"), Status.PUBLISHED, null, Mode.REAL);
  }

  @Test
  void itHasAsManySlotsAsTheOptionSays() {
    assertThat(batch.freeSlots()).isEqualTo(2);
    batch.begin();
    batch.begin();
    assertThat(batch.hasSlot()).isFalse();
    batch.ended(published(1));
    assertThat(batch.hasSlot()).isTrue();
    assertThat(batch.running()).isEqualTo(1);
    assertThat(batch.totals().done()).isEqualTo(1);
  }

  @Test
  void aTaskThatWasLeftUndoneFreesItsSlotAndIsNotCounted() {
    batch.begin();
    long money = batch.moneyChanges();
    batch.ended(null);
    assertThat(batch.totals().done()).isZero();
    assertThat(batch.freeSlots()).isEqualTo(2);
    assertThat(batch.moneyChanges()).as("its money may be free").isGreaterThan(money);
  }

  @Test
  void noTaskBeginsOnceTheLeaseMayHaveRunOut() {
    fixture.ticker.goOn(Duration.ofSeconds(15).minusNanos(1));
    assertThat(batch.onLease()).isTrue();
    assertThat(batch.hasSlot()).isTrue();
    fixture.ticker.goOn(Duration.ofNanos(1));
    assertThat(batch.onLease()).isFalse();
    assertThat(batch.hasSlot()).isFalse();
    batch.leased(fixture.ticker.nanos() + Duration.ofSeconds(15).toNanos());
    assertThat(batch.hasSlot()).isTrue();
  }

  @Test
  void whoWaitsForTheLeaseGoesOnWhenItIsSureAgain() throws Exception {
    fixture.ticker.goOn(Duration.ofMinutes(1));
    CompletableFuture<Void> waits = CompletableFuture.runAsync(this::awaitLease);
    assertThat(waits).isNotDone();
    batch.leased(fixture.ticker.nanos() + Duration.ofSeconds(15).toNanos());
    waits.get(5, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @EnumSource(
      value = StopRequest.class,
      names = {"LEAVE", "CLAIM_AGAIN", "TAKEN_OVER", "REFUSED"})
  void whoWaitsForTheLeaseGoesOnWhenTheBatchIsLeft(StopRequest request) throws Exception {
    fixture.ticker.goOn(Duration.ofMinutes(1));
    CompletableFuture<Void> waits = CompletableFuture.runAsync(this::awaitLease);
    batch.stop(request, "why");
    waits.get(5, TimeUnit.SECONDS);
  }

  private void awaitLease() {
    try {
      batch.awaitLease();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # first,       then,          what stays
          PAUSE,         LEAVE,         PAUSE
          PAUSE_BY_USER, PAUSE,         PAUSE_BY_USER
          LEAVE,         PAUSE_BY_USER, LEAVE
          BREACH,        REFUSED,       BREACH
          REFUSED,       BREACH,        REFUSED
          CLAIM_AGAIN,   LEAVE,         CLAIM_AGAIN
          PAUSE,         CANCEL,        CANCEL
          LEAVE,         CANCEL,        CANCEL
          BREACH,        CANCEL,        CANCEL
          CANCEL,        PAUSE,         CANCEL
          PAUSE,         TAKEN_OVER,    TAKEN_OVER
          CANCEL,        TAKEN_OVER,    TAKEN_OVER
          TAKEN_OVER,    CANCEL,        TAKEN_OVER
          TAKEN_OVER,    LEAVE,         TAKEN_OVER
          """)
  void theFirstRequestStaysUnlessItIsCancelledOrAnothersByNow(
      StopRequest first, StopRequest then, StopRequest stays) {
    batch.stop(first, "first");
    batch.stop(then, "then");
    assertThat(batch.stopRequest()).isEqualTo(stays);
    assertThat(batch.reason()).isEqualTo(stays == first ? "first" : "then");
  }

  @Test
  void outOfCreditPausesItAndNoCallBegins() {
    CreditProbe probe = new CreditProbe(Instant.EPOCH.plusSeconds(60), "openai", 1);
    assertThat(batch.letsCallsBegin()).isTrue();
    batch.outOfCredit(probe, "no money");
    assertThat(batch.letsCallsBegin()).isFalse();
    assertThat(batch.goesOn()).isFalse();
    assertThat(batch.probe()).isEqualTo(probe);
    assertThat(batch.stopRequest()).isEqualTo(StopRequest.PAUSE);
  }

  @ParameterizedTest
  @EnumSource(Status.class)
  void onlyRowsThatEndedWellShowThatItWorks(Status status) {
    batch.begin();
    batch.ended(Result.without(Task.of(1, "t"), status, null, Mode.REAL));
    assertThat(batch.worked())
        .isEqualTo(status == Status.PUBLISHED || status == Status.ADVISORY_ONLY);
  }

  @Test
  void changedOptionsAreTakenOverAndWakeWhoWaits() throws Exception {
    long seen = batch.changes();
    long money = batch.moneyChanges();
    fixture.ledger.batches().options(batch.id(), batch.options().with(Map.of("concurrency", 4)));
    batch.refresh(fixture.record(batch.id()));
    assertThat(batch.freeSlots()).isEqualTo(4);
    assertThat(batch.moneyChanges()).isGreaterThan(money);
    batch.awaitChange(seen);
    assertThat(batch.context().options().concurrency()).isEqualTo(4);
  }

  @Test
  void itWaitsForResultsOnTheirWayToTheOutbox() throws Exception {
    batch.resultToWrite();
    batch.resultToWrite();
    CompletableFuture<Void> waits =
        CompletableFuture.runAsync(
            () -> {
              try {
                batch.awaitResultFiles();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    batch.resultWritten();
    assertThat(waits).isNotDone();
    batch.resultWritten();
    waits.get(5, TimeUnit.SECONDS);
  }

  @Test
  void onlyATaskThatWasLostHasItClaimedAgainAtOnce() {
    assertThat(batch.anew()).isFalse();
    batch.stop(StopRequest.CLAIM_AGAIN, "task 1 was lost");
    assertThat(batch.anew()).isTrue();
  }
}
