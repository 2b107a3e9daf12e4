package org.batchrunner.batch.admit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.batchrunner.batch.BatchFixture;
import org.batchrunner.batch.active.ActiveBatch;
import org.batchrunner.batch.active.ActiveBatches;
import org.batchrunner.batch.active.StopRequest;
import org.batchrunner.batch.call.CallAccounting;
import org.batchrunner.batch.run.CallInProgress;
import org.batchrunner.batch.run.EndedRun;
import org.batchrunner.batch.run.PriorCalls;
import org.batchrunner.batch.run.ReplyReplay;
import org.batchrunner.batch.run.Run;
import org.batchrunner.batch.run.SkippedTask;
import org.batchrunner.ledger.CallRecord;
import org.batchrunner.ledger.CallState;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.metrics.Counters;
import org.batchrunner.money.Admission;
import org.batchrunner.money.Dollars;
import org.batchrunner.money.Tokens;
import org.batchrunner.provider.CallFailure;
import org.batchrunner.provider.DecodedReply;
import org.batchrunner.task.CallProgress;
import org.batchrunner.task.Mode;
import org.batchrunner.task.Reply;
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

/** Which task begins next, with which money, and what becomes of those that don't. */
class AdmissionTest {

  @TempDir Path home;
  private BatchFixture fixture;
  private ActiveBatches active;
  private HoldService holds;

  @BeforeEach
  void open() {
    fixture = new BatchFixture(home);
    active = fixture.program();
    holds =
        new HoldService(
            fixture.ledger,
            fixture.inFlight,
            new ReplyReplay(fixture.debate, fixture.judge, fixture.ledger));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private ActiveBatch batch(int tasks, Map<String, Object> options) {
    return active.claim(fixture.accept(tasks, options).id());
  }

  private static Task task(int seq) {
    return Task.of(seq, "Name tree number " + seq);
  }

  private static Iterator<Task> tasks(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(AdmissionTest::task).iterator();
  }

  private TaskAdmitter admitter(ActiveBatch batch, Iterator<Task> tasks) {
    PriorCalls prior = new PriorCalls(fixture.ledger, fixture.planner, fixture.debate);
    return new TaskAdmitter(
        batch, tasks, fixture.planner, holds, prior, fixture.counters, fixture.ticker);
  }

  private List<AdmissionCandidate> candidates(ActiveBatch batch, Task... tasks) {
    return holds.candidates(
        batch,
        List.of(tasks).stream()
            .map(task -> fixture.planner.prepare(batch.context(), task))
            .toList());
  }

  private List<Admission> admit(ActiveBatch batch, List<AdmissionCandidate> candidates) {
    return Ledger.await(holds.admit(batch, candidates));
  }

  private Dollars held(ActiveBatch batch) {
    fixture.flush();
    return fixture.record(batch.id()).budget().held();
  }

  private List<CallRecord> calls(ActiveBatch batch, int seq) {
    fixture.flush();
    return fixture.ledger.results().calls(batch.context().no(), seq);
  }

  /** Pays for a call, so that its reply is in the ledger. */
  private void pay(CallInProgress calling) {
    CallAccounting book = fixture.accounting();
    book.intend(calling);
    calling.sending(0);
    Reply unused =
        book.settle(
            calling,
            new DecodedReply("gpt-4o-mini", "An oak", Tokens.of(9, 5), Reply.Finish.STOP, null),
            1);
    fixture.flush();
  }

  // --- HoldService

  @Test
  void theFirstCallsAreIntendedInTheSameCommitAsTheHold() {
    ActiveBatch batch = batch(2, Map.of());
    List<AdmissionCandidate> candidates = candidates(batch, task(1));
    assertThat(calls(batch, 1)).as("nothing is written for a candidate").isEmpty();
    assertThat(admit(batch, candidates)).containsExactly(Admission.ADMIT);
    assertThat(calls(batch, 1))
        .singleElement()
        .satisfies(call -> assertThat(call.state()).isEqualTo(CallState.INTENDED));
    assertThat(held(batch)).isEqualTo(candidates.get(0).needed());
  }

  @Test
  void ofRowsThatRepeatOneHasItsCallIntendedAhead() {
    ActiveBatch batch = batch(2, Map.of());
    List<AdmissionCandidate> twins =
        candidates(batch, Task.of(1, "Name a tree"), Task.of(2, "Name a tree"));
    assertThat(twins)
        .extracting(twin -> twin.run().calls().get(0).hasIntentAhead())
        .containsExactly(true, false);
    assertThat(twins.get(1).needed())
        .as("the money is held for both: the first may fail")
        .isEqualTo(twins.get(0).needed());
    holds.withdraw(twins.get(0).run());
    assertThat(candidates(batch, Task.of(3, "Name a tree")))
        .as("the announcement was taken back")
        .allMatch(next -> next.run().calls().get(0).hasIntentAhead());
  }

  @Test
  void withoutReuseEachRowHasItsOwnCall() {
    ActiveBatch batch = batch(2, Map.of("reuse", false));
    assertThat(candidates(batch, Task.of(1, "Name a tree"), Task.of(2, "Name a tree")))
        .allMatch(each -> each.run().calls().get(0).hasIntentAhead());
  }

  @Test
  void aReplyThatIsInTheLedgerNeedsNoMoney() {
    ActiveBatch batch = batch(2, Map.of());
    pay(fixture.admitted(batch, task(1)).calls().get(0));
    List<AdmissionCandidate> again = candidates(batch, task(1));
    assertThat(again.get(0).needed()).isEqualTo(Dollars.ZERO);
    assertThat(again.get(0).run().calls().get(0).stored().text()).isEqualTo("An oak");
    assertThat(fixture.inFlight.announce(again.get(0).run().calls().get(0).call().key()))
        .as("nobody waits for a call that is not made")
        .isTrue();
  }

  @Test
  void aTaskThatWasBegunBeforeGoesOnWithItsNumbersAndItsBill() {
    ActiveBatch first = batch(2, Map.of("reuse", false));
    pay(fixture.admitted(first, task(1)).calls().get(0));
    first.stop(StopRequest.LEAVE, "the program stopped");
    active.release(first);
    ActiveBatch again = active.claim(first.id());
    Run run = candidates(again, task(1)).get(0).run();
    assertThat(run.spent().isZero()).as("what it has cost so far").isFalse();
    assertThat(run.calls().get(0).intent()).isEqualTo(2);
  }

  @Test
  void whatHasNotBegunGivesItsMoneyBackAndItsCallsCountForNothing() {
    ActiveBatch batch = batch(2, Map.of());
    List<AdmissionCandidate> candidates = candidates(batch, task(1));
    admit(batch, candidates);
    holds.giveBack(candidates.get(0).run());
    assertThat(held(batch)).isEqualTo(Dollars.ZERO);
    assertThat(fixture.record(batch.id()).budget().atRisk()).isEqualTo(Dollars.ZERO);
  }

  @Test
  void aHoldBeyondTheTasksCapIsBlockedAndOneBeyondTheBatchsWaitsWhileOthersAreOpen() {
    Dollars worst = candidates(batch(1, Map.of()), task(1)).get(0).needed();
    ActiveBatch batch =
        batch(3, Map.of("per-batch-cap", worst.toBigDecimal().toPlainString(), "reuse", false));
    assertThat(admit(batch, candidates(batch, task(1), task(2))))
        .containsExactly(Admission.ADMIT, Admission.WAIT);
    ActiveBatch tight = batch(1, Map.of("per-run-cap", "0.000001"));
    assertThat(admit(tight, candidates(tight, task(1))))
        .containsExactly(Admission.BLOCKED_BY_RUN_CAP);
    ActiveBatch poor = batch(1, Map.of("per-batch-cap", "0.000001"));
    assertThat(admit(poor, candidates(poor, task(1))))
        .containsExactly(Admission.SKIPPED_BY_BATCH_CAP);
  }

  // --- SkippedTasks

  private SkippedTasks skipped(ActiveBatch batch) {
    return new SkippedTasks(batch, new PriorCalls(fixture.ledger, fixture.planner, fixture.debate));
  }

  /** For each request to stop: what becomes of a task that has not begun. */
  @ParameterizedTest
  @EnumSource
  void aTaskThatHasNotBegunIsSkippedOrLeft(StopRequest request) {
    ActiveBatch batch = batch(1, Map.of());
    batch.stop(request, "found out");
    SkippedTask refused = skipped(batch).refuse(task(1));
    switch (request) {
      case CANCEL -> {
        assertThat(refused.result().status()).isEqualTo(Status.CANCELLED);
        assertThat(refused.result().reason()).isEqualTo("the batch was cancelled");
      }
      case BREACH -> {
        assertThat(refused.result().status()).isEqualTo(Status.SKIPPED_BATCH_CAP);
        assertThat(refused.result().reason()).isEqualTo("the batch was stopped: found out");
      }
      default -> assertThat(refused).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource({"0.40, false", "0.50, true", "0.60, true"})
  void aSoftCapSkipsOnceItIsReached(String cost, boolean skips) {
    ActiveBatch batch = batch(2, Map.of("cap-mode", "soft", "per-batch-cap", "0.50"));
    batch.begin();
    batch.ended(
        Result.without(task(1), Status.PUBLISHED, null, Mode.REAL)
            .withBill(List.of(), Dollars.parse(cost), Dollars.parse(cost), 1));
    SkippedTask refused = skipped(batch).refuse(task(2));
    assertThat(refused != null).isEqualTo(skips);
    if (refused != null) {
      assertThat(refused.result().reason())
          .isEqualTo("Per-batch cap $0.50 reached (spent $%s00)".formatted(cost));
    }
  }

  @Test
  void aMockBatchIsNeverSkippedForItsCosts() {
    ActiveBatch mock =
        active.claim(
            fixture.accept(1, Mode.MOCK, Map.of("cap-mode", "soft", "per-batch-cap", "0")).id());
    assertThat(skipped(mock).refuse(task(1))).isNull();
  }

  @Test
  void eachReasonNamesTheCapAndTheAmount() {
    ActiveBatch batch = batch(1, Map.of("per-run-cap", "0.10", "per-batch-cap", "2"));
    SkippedTasks skipped = skipped(batch);
    Dollars worst = Dollars.parse("0.15");
    assertThat(skipped.blocked(task(1), batch.options(), worst).result().reason())
        .isEqualTo("Per-run cap $0.10 exceeded (worst case $0.1500)");
    assertThat(skipped.skipped(task(1), batch.options(), worst).result().reason())
        .isEqualTo("Per-batch cap $2.00 leaves too little for this task (worst case $0.1500)");
    Result failed = skipped.failed(task(1), "no price is known").result();
    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThat(failed.error()).isEqualTo("no price is known");
  }

  // --- TaskAdmitter

  @Test
  void aTaskBeginsOnlyWithASlot() throws Exception {
    ActiveBatch batch = batch(4, Map.of("concurrency", 2));
    TaskAdmitter admitter = admitter(batch, tasks(4));
    List<Integer> begun = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      begun.add(((Run) admitter.next()).task().seq());
      assertThat(batch.running()).isLessThanOrEqualTo(2);
      if (batch.running() == 2) {
        batch.ended(null);
      }
    }
    assertThat(begun).containsExactly(1, 2, 3, 4);
  }

  @Test
  void tasksThatAreDoneAreNotHandedOutAgainAndCountForTheLimit() throws Exception {
    ActiveBatch first = batch(4, Map.of("limit", 2));
    Result done = Result.without(task(1), Status.PUBLISHED, null, Mode.REAL);
    assertThat(
            Ledger.await(fixture.ledger.money().record(first.context().no(), first.epoch(), done)))
        .isTrue();
    first.stop(StopRequest.LEAVE, "stop");
    active.release(first);
    ActiveBatch again = active.claim(first.id());
    TaskAdmitter admitter = admitter(again, tasks(4));
    Map<Integer, Class<?>> seen = new HashMap<>();
    for (Object next = admitter.next(); next != null; next = admitter.next()) {
      Task task = next instanceof Run run ? run.task() : ((SkippedTask) next).task();
      seen.put(task.seq(), next.getClass());
      again.ended(null);
    }
    assertThat(seen).isEqualTo(Map.of(2, Run.class, 3, SkippedTask.class, 4, SkippedTask.class));
  }

  @Test
  void onlySkipAndLimitLeaveTasksOutWithAReason() throws Exception {
    ActiveBatch batch = batch(4, Map.of("only", "tree", "skip", "number 2", "limit", 1));
    TaskAdmitter admitter = admitter(batch, tasks(4));
    Map<Integer, String> reasons = new HashMap<>();
    for (Object next = admitter.next(); next != null; next = admitter.next()) {
      if (next instanceof SkippedTask left) {
        reasons.put(left.task().seq(), left.result().reason());
        assertThat(left.result().status()).isEqualTo(Status.FILTERED);
      }
      batch.ended(null);
    }
    assertThat(reasons.keySet()).isEqualTo(Set.of(2, 3, 4));
    assertThat(reasons.get(2)).contains("skip", "number 2");
    assertThat(reasons.get(3)).contains("limit", "1");
  }

  @Test
  void aCancelledBatchGivesEveryTaskItsResult() throws Exception {
    ActiveBatch batch = batch(5, Map.of("concurrency", 1));
    TaskAdmitter admitter = admitter(batch, tasks(5));
    Run first = (Run) admitter.next();
    batch.stop(StopRequest.CANCEL, "cancelled by the user");
    batch.ended(Result.without(first.task(), Status.PUBLISHED, null, Mode.REAL));
    List<Integer> cancelled = new ArrayList<>();
    for (Object next = admitter.next(); next != null; next = admitter.next()) {
      SkippedTask left = (SkippedTask) next;
      assertThat(left.result().status()).isEqualTo(Status.CANCELLED);
      cancelled.add(left.task().seq());
      batch.ended(left.result());
    }
    assertThat(cancelled).containsExactlyInAnyOrder(2, 3, 4, 5);
    assertThat(batch.totals().done()).isEqualTo(5);
    assertThat(held(batch)).as("but the first's").isEqualTo(first.calls().get(0).call().worst());
  }

  @ParameterizedTest
  @EnumSource(
      value = StopRequest.class,
      names = {"PAUSE", "REFUSED", "PAUSE_BY_USER", "LEAVE", "CLAIM_AGAIN", "TAKEN_OVER"})
  void aBatchThatWaitsHandsOutNothingAndEnds(StopRequest request) throws Exception {
    ActiveBatch batch = batch(5, Map.of("concurrency", 2));
    TaskAdmitter admitter = admitter(batch, tasks(5));
    assertThat(admitter.next()).isInstanceOf(Run.class);
    batch.stop(request, "why");
    batch.ended(null);
    assertThat(admitter.next()).isNull();
    assertThat(batch.totals().done()).isZero();
  }

  @Test
  void aRowThatMayBeEveryRowsFailureIsHandedOutOnceThatIsKnown() throws Exception {
    ActiveBatch batch = batch(2, Map.of("concurrency", 1));
    TaskAdmitter admitter = admitter(batch, tasks(2));
    Run first = (Run) admitter.next();
    EndedRun ended = suspected(batch, first);
    Run second = (Run) admitter.next();
    assertThat(second.task().seq()).isEqualTo(2);
    batch.suspicions().answered(BatchFixture.MODEL_ID);
    batch.ended(Result.without(second.task(), Status.PUBLISHED, null, Mode.REAL));
    assertThat(admitter.next()).as("the model answers: it is the row's own").isEqualTo(ended);
    batch.ended(ended.result());
    assertThat(admitter.next()).isNull();
  }

  @Test
  void whereNoOtherRowIsLeftTheBatchIsPausedAndItsRowStaysUndone() throws Exception {
    ActiveBatch batch = batch(1, Map.of());
    TaskAdmitter admitter = admitter(batch, tasks(1));
    EndedRun unused = suspected(batch, (Run) admitter.next());
    assertThat(admitter.next()).isNull();
    assertThat(batch.stopRequest()).isEqualTo(StopRequest.REFUSED);
    assertThat(batch.reason()).contains("no such model");
  }

  private static EndedRun suspected(ActiveBatch batch, Run run) {
    CallFailure failure =
        new CallFailure(
            CallFailure.Retry.NEVER,
            CallFailure.Billed.NO,
            Optional.empty(),
            false,
            404,
            "HTTP 404: no such model",
            CallFailure.Scope.MODEL);
    assertThat(batch.suspicions().met(run, BatchFixture.MODEL_ID, failure, false)).isEmpty();
    EndedRun ended = new EndedRun(run, Result.without(run.task(), Status.FAILED, null, Mode.REAL));
    assertThat(batch.suspicions().holdBack(ended)).isTrue();
    batch.suspicions().keep(ended);
    batch.ended(null);
    return ended;
  }

  @Test
  void waitingForASlotIsCountedByTheTicker() throws Exception {
    ActiveBatch batch = batch(3, Map.of("concurrency", 1));
    TaskAdmitter admitter = admitter(batch, tasks(3));
    assertThat(admitter.next()).isInstanceOf(Run.class);
    Thread ends =
        new Thread(
            () -> {
              await().until(() -> fixture.ledger.statistics() != null);
              fixture.ticker.goOn(Duration.ofSeconds(7));
              batch.ended(null);
            });
    ends.start();
    assertThat(admitter.next()).isInstanceOf(Run.class);
    ends.join();
    long waited =
        fixture.counters.waits(Counters.Waited.SLOT).nanos()
            + fixture.counters.waits(Counters.Waited.MONEY).nanos();
    assertThat(waited).isIn(0L, Duration.ofSeconds(7).toNanos());
  }

  @Test
  void aCrashBetweenTheHoldAndTheCallLeavesNothingButWhatWasIntended() {
    ActiveBatch batch = batch(3, Map.of());
    List<AdmissionCandidate> candidates = candidates(batch, task(1));
    admit(batch, candidates);
    fixture.clock.goOn(Duration.ofMinutes(1));
    ActiveBatch again = fixture.program().claim(batch.id());
    assertThat(again.prior()).containsKey(1);
    assertThat(fixture.record(batch.id()).budget().held()).isEqualTo(Dollars.ZERO);
    assertThat(fixture.record(batch.id()).budget().atRisk())
        .as("an intended call may have been made")
        .isEqualTo(candidates.get(0).needed());
    assertThat(calls(batch, 1).get(0).progress()).isEqualTo(CallProgress.UNKNOWN);
  }
}
