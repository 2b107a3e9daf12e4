package org.batchrunner.batch.active;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.batchrunner.batch.BatchFixture;
import org.batchrunner.ledger.BatchRecord;
import org.batchrunner.ledger.CreditProbe;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.LedgerException;
import org.batchrunner.ledger.RequestedState;
import org.batchrunner.task.BatchState;
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

/** Two programs on one ledger: who works a batch, how that ends, and when it is tried again. */
class ActiveBatchesTest {

  @TempDir Path home;
  private BatchFixture fixture;
  private ActiveBatches here;
  private ActiveBatches elsewhere;

  @BeforeEach
  void open() {
    fixture = new BatchFixture(home);
    here = fixture.program();
    elsewhere = fixture.program();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private ActiveBatch claimed(int tasks) {
    return here.claim(fixture.accept(tasks, Map.of()).id());
  }

  private void publish(ActiveBatch batch, int seq) {
    Result result = Result.without(Task.of(seq, "t"), Status.PUBLISHED, null, Mode.REAL);
    batch.begin();
    assertThat(
            Ledger.await(
                fixture.ledger.money().record(batch.context().no(), batch.epoch(), result)))
        .isTrue();
    batch.ended(result);
  }

  private BatchRecord record(ActiveBatch batch) {
    return fixture.record(batch.id());
  }

  @Test
  void aBatchIsWorkedByOneProgram() {
    ActiveBatch batch = claimed(1);
    assertThat(here.claim(batch.id())).as("it is worked here already").isNull();
    assertThat(elsewhere.claim(batch.id())).isNull();
    assertThat(elsewhere.workable()).isEmpty();
    assertThat(here.find(batch.id())).contains(batch);
    assertThat(here.idle()).isFalse();
    assertThat(elsewhere.idle()).isTrue();
  }

  @Test
  void anUnknownBatchIsNotClaimed() {
    assertThat(here.claim("nothing")).isNull();
    assertThat(here.idle()).isTrue();
  }

  @Test
  void aLeaseThatRanOutLetsAnotherProgramGoOn() {
    ActiveBatch batch = claimed(2);
    publish(batch, 1);
    fixture.clock.goOn(Duration.ofSeconds(16));
    assertThat(elsewhere.workable()).containsExactly(batch.id());
    ActiveBatch taken = elsewhere.claim(batch.id());
    assertThat(taken.epoch()).isGreaterThan(batch.epoch());
    assertThat(taken.done(1)).isTrue();
    assertThat(taken.done(2)).isFalse();
    here.tend();
    assertThat(batch.stopRequest()).isEqualTo(StopRequest.TAKEN_OVER);
    assertThatThrownBy(() -> here.end(batch)).isInstanceOf(IllegalStateException.class);
    here.putOff(batch, "whatever", true);
    assertThat(here.idle()).isTrue();
    assertThat(record(batch).leaseOwner()).as("left to who has it").isEqualTo(elsewhere.self());
  }

  @Test
  void aLeaseThatIsTendedDoesNotRunOut() {
    ActiveBatch batch = claimed(1);
    for (int i = 0; i < 5; i++) {
      fixture.clock.goOn(Duration.ofSeconds(10));
      fixture.ticker.goOn(Duration.ofSeconds(10));
      here.tend();
      assertThat(batch.onLease()).isTrue();
      assertThat(elsewhere.workable()).isEmpty();
    }
  }

  /** It stood still: its own ticker tells it before the ledger does. */
  @Test
  void aProgramThatStoodStillBeginsNothingUntilItHasLooked() {
    ActiveBatch batch = claimed(1);
    fixture.clock.goOn(Duration.ofMinutes(1));
    fixture.ticker.goOn(Duration.ofMinutes(1));
    assertThat(batch.hasSlot()).isFalse();
    here.tend();
    assertThat(batch.hasSlot()).as("nobody had taken it").isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # wanted, request,       state while it is worked
          PAUSE,    PAUSE_BY_USER, RUNNING
          CANCEL,   CANCEL,        RUNNING
          """)
  void whatTheUserWantsIsHeard(RequestedState wanted, StopRequest request, BatchState state) {
    ActiveBatch batch = claimed(1);
    BatchRecord told = fixture.ledger.batches().want(batch.id(), wanted, "by the user");
    assertThat(told.state()).isEqualTo(state);
    assertThat(batch.stopRequest()).isEqualTo(StopRequest.NONE);
    here.tend();
    assertThat(batch.stopRequest()).isEqualTo(request);
  }

  @Test
  void aRaisedCapIsHeard() {
    ActiveBatch batch = claimed(1);
    fixture
        .ledger
        .batches()
        .options(batch.id(), batch.options().with(Map.of("per-batch-cap", "9")));
    here.tend();
    assertThat(batch.options().perBatchCap().format(2)).isEqualTo("$9.00");
  }

  @Test
  void aBatchWhoseTasksAreDoneIsFinishedAndReported() throws Exception {
    ActiveBatch batch = claimed(2);
    publish(batch, 1);
    publish(batch, 2);
    here.end(batch);
    assertThat(record(batch).state()).isEqualTo(BatchState.FINISHED);
    assertThat(record(batch).reported()).isFalse();
    here.release(batch);
    assertThat(record(batch).reported()).isTrue();
    assertThat(record(batch).leaseOwner()).isNull();
    assertThat(here.idle()).isTrue();
    assertThat(here.workable()).isEmpty();
  }

  /** Each request, with all tasks done and with one left: the state that the batch ends in. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # request,     all done,  one left, after it was given back
          NONE,          FINISHED,  PAUSED,   PAUSED
          PAUSE,         FINISHED,  PAUSED,   PAUSED
          REFUSED,       FINISHED,  PAUSED,   PAUSED
          PAUSE_BY_USER, FINISHED,  PAUSED,   ACCEPTED
          CANCEL,        CANCELLED, PAUSED,   PAUSED
          BREACH,        STOPPED,   PAUSED,   PAUSED
          LEAVE,         FINISHED,  RUNNING,  ACCEPTED
          CLAIM_AGAIN,   FINISHED,  RUNNING,  ACCEPTED
          """)
  void eachRequestHasItsEnd(
      StopRequest request, BatchState allDone, BatchState oneLeft, BatchState givenBack)
      throws Exception {
    ActiveBatch done = claimed(1);
    publish(done, 1);
    done.stop(request, "why");
    here.end(done);
    assertThat(record(done).state()).as("all done").isEqualTo(allDone);

    ActiveBatch left = claimed(2);
    publish(left, 1);
    left.stop(request, "why");
    here.end(left);
    assertThat(record(left).state()).as("one left").isEqualTo(oneLeft);
    here.release(left);
    assertThat(record(left).state()).as("given back").isEqualTo(givenBack);
    assertThat(here.workable().contains(left.id())).isEqualTo(givenBack == BatchState.ACCEPTED);
  }

  @ParameterizedTest
  @EnumSource(
      value = StopRequest.class,
      names = {"PAUSE", "REFUSED"})
  void aResumeWhileTheReportsAreWrittenIsNotLost(StopRequest request) throws Exception {
    ActiveBatch batch = claimed(2);
    batch.stop(request, "a key is wrong");
    here.end(batch);
    assertThat(record(batch).state()).isEqualTo(BatchState.PAUSED);
    // Its lease is still held: whoever paused it writes its reports now.
    fixture.ledger.batches().want(batch.id(), RequestedState.RUN, null);
    here.release(batch);
    assertThat(record(batch).state()).isEqualTo(BatchState.ACCEPTED);
    assertThat(elsewhere.workable()).containsExactly(batch.id());
  }

  @Test
  void aPauseThatIsAskedForAfterwardsHolds() throws Exception {
    ActiveBatch batch = claimed(2);
    batch.stop(StopRequest.LEAVE, "the program stopped");
    here.end(batch);
    fixture.ledger.batches().want(batch.id(), RequestedState.PAUSE, "paused by the user");
    here.release(batch);
    assertThat(record(batch).state()).isEqualTo(BatchState.PAUSED);
    assertThat(elsewhere.workable()).isEmpty();
  }

  @Test
  void aBatchThatCanNotBeWorkedIsTriedAgainAfterAWhile() {
    ActiveBatch batch = claimed(1);
    here.putOff(batch, "The disk is full", true);
    assertThat(here.idle()).isTrue();
    assertThat(record(batch).state()).isEqualTo(BatchState.ACCEPTED);
    assertThat(here.workable()).as("not at once").isEmpty();
    assertThat(elsewhere.workable()).as("another program may").containsExactly(batch.id());
    assertThat(here.isDueAgain(batch.id())).isFalse();
    fixture.ticker.goOn(Duration.ofSeconds(3));
    assertThat(here.workable()).containsExactly(batch.id());
    assertThat(here.isDueAgain(batch.id())).isTrue();
    ActiveBatch again = here.claim(batch.id());
    here.goesOnAgain(again);
    assertThat(here.isDueAgain(batch.id())).isFalse();
  }

  /** An error of a step, say: it would be the same for ever. */
  @Test
  void aBatchThatFailsAgainAndAgainForNoOutsideReasonIsPausedWithTheReason() throws Exception {
    String id = claimed(1).id();
    for (int tries = 1; tries <= DeferredBatches.MOST_TRIES; tries++) {
      ActiveBatch batch = here.find(id).orElseGet(() -> here.claim(id));
      here.putOff(batch, "the step end failed: boom", false);
      fixture.ticker.goOn(Duration.ofSeconds(3));
      assertThat(here.workable().contains(id)).isEqualTo(tries < DeferredBatches.MOST_TRIES);
    }
    assertThat(fixture.record(id).state()).isEqualTo(BatchState.PAUSED);
    assertThat(fixture.record(id).reason()).contains("boom");
    assertThat(here.isDueAgain(id)).isFalse();
    fixture.ledger.batches().want(id, RequestedState.RUN, null);
    assertThat(here.workable()).as("resumed").containsExactly(id);
    ActiveBatch again = here.claim(id);
    publish(again, 1);
    here.end(again);
    here.release(again);
    assertThat(fixture.record(id).state()).isEqualTo(BatchState.FINISHED);
  }

  @Test
  void reportsThatFailAgainAndAgainAreLeftToTheNextStart() throws Exception {
    ActiveBatch batch = claimed(1);
    publish(batch, 1);
    here.end(batch);
    for (int tries = 1; tries <= DeferredBatches.MOST_TRIES; tries++) {
      assertThat(here.givenUp(batch.id())).isEmpty();
      here.putOff(
          here.find(batch.id()).orElseGet(() -> here.claim(batch.id())), "it failed: boom", false);
      fixture.ticker.goOn(Duration.ofSeconds(3));
    }
    assertThat(here.givenUp(batch.id()))
        .hasValueSatisfying(why -> assertThat(why).contains("boom"));
    assertThat(here.workable()).isEmpty();
    assertThat(record(batch).state()).isEqualTo(BatchState.FINISHED);
    assertThat(record(batch).reason()).contains("boom");
    assertThat(fixture.program().workable()).as("the next start").containsExactly(batch.id());
  }

  /** Each heartbeat is apart: one that fails must not cost the others their leases. */
  @Test
  void aBatchThatIsGoneFromTheLedgerCostsNoOtherItsLease() throws Exception {
    List<ActiveBatch> batches = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      batches.add(claimed(1));
    }
    try (var ledger =
            DriverManager.getConnection("jdbc:sqlite:" + fixture.home.resolve("ledger/ledger.db"));
        var delete = ledger.createStatement()) {
      delete.execute("DELETE FROM batch WHERE id = '" + batches.get(3).id() + "'");
    }
    fixture.ticker.goOn(Duration.ofSeconds(10));
    here.tend();
    fixture.ticker.goOn(Duration.ofSeconds(10));
    for (ActiveBatch batch : batches) {
      boolean gone = batch == batches.get(3);
      assertThat(batch.onLease()).as(batch.id()).isEqualTo(!gone);
      assertThat(batch.stopRequest()).isEqualTo(gone ? StopRequest.TAKEN_OVER : StopRequest.NONE);
    }
  }

  @Test
  void aBatchThatHasEndedStaysEndedWhenItsReportsCanNotBeWritten() throws Exception {
    ActiveBatch batch = claimed(1);
    publish(batch, 1);
    here.end(batch);
    here.putOff(batch, "The disk is full", true);
    assertThat(record(batch).state()).isEqualTo(BatchState.FINISHED);
    fixture.ticker.goOn(Duration.ofSeconds(3));
    assertThat(here.workable()).as("for its reports").containsExactly(batch.id());
    ActiveBatch again = here.claim(batch.id());
    here.end(again);
    here.release(again);
    assertThat(record(batch).reported()).isTrue();
  }

  @Test
  void outOfCreditItWaitsForItsProbe() throws Exception {
    ActiveBatch batch = claimed(1);
    CreditProbe probe = new CreditProbe(fixture.clock.instant().plusSeconds(60), "openai", 2);
    here.outOfCredit(batch.id(), probe, "out of credit at openai: no money");
    assertThat(batch.reason())
        .isEqualTo(
            "out of credit at openai: no money; it is tried again at 2026-01-02T03:05:05Z, or by"
                + " resume");
    here.end(batch);
    here.release(batch);
    assertThat(record(batch).state()).isEqualTo(BatchState.PAUSED);
    assertThat(here.workable()).isEmpty();
    fixture.clock.goOn(Duration.ofSeconds(60));
    assertThat(here.workable()).containsExactly(batch.id());
    assertThat(here.claim(batch.id())).isNotNull();
  }

  @Test
  void aBreachStopsItAndIsRemembered() {
    ActiveBatch batch = claimed(2);
    here.breach(batch.context(), "a reply cost more than it could");
    assertThat(batch.stopRequest()).isEqualTo(StopRequest.BREACH);
    fixture.flush();
    assertThat(record(batch).breach()).contains("a reply cost more than it could");
  }

  @Test
  void aTroubleOfTheLedgerPutsItOffAndAnythingElsePausesIt() {
    ActiveBatch first = claimed(1);
    LedgerException trouble =
        catchThrowableOfType(
            LedgerException.class,
            () -> fixture.ledger.batches().want("nothing", RequestedState.PAUSE, null));
    here.failed(first, trouble);
    assertThat(first.stopRequest()).isEqualTo(StopRequest.LEAVE);
    ActiveBatch second = claimed(1);
    here.failed(second, new IllegalStateException("boom"));
    assertThat(second.stopRequest()).isEqualTo(StopRequest.PAUSE);
    assertThat(second.reason()).isEqualTo("an unexpected error: boom");
    ActiveBatch third = claimed(1);
    here.failed(third, new NullPointerException());
    assertThat(third.reason()).contains("NullPointerException");
  }

  @Test
  void aProgramThatStopsTakesNothingMore() {
    ActiveBatch batch = claimed(1);
    String other = fixture.accept(1, Map.of()).id();
    here.leaveAll();
    assertThat(batch.stopRequest()).isEqualTo(StopRequest.LEAVE);
    assertThat(here.claim(other)).isNull();
    assertThat(here.workable()).isEmpty();
    assertThat(elsewhere.workable()).containsExactly(other);
  }
}
