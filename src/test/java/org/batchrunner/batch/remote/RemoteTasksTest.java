package org.batchrunner.batch.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.batchrunner.batch.BatchFixture;
import org.batchrunner.batch.active.ActiveBatch;
import org.batchrunner.batch.active.ActiveBatches;
import org.batchrunner.batch.active.StopRequest;
import org.batchrunner.batch.call.CallAccounting;
import org.batchrunner.batch.call.SharedCalls;
import org.batchrunner.batch.run.CallInProgress;
import org.batchrunner.batch.run.EndedRun;
import org.batchrunner.batch.run.RecordedResult;
import org.batchrunner.batch.run.Run;
import org.batchrunner.batch.run.TaskAnswer;
import org.batchrunner.batch.run.TaskAnswer.Ending;
import org.batchrunner.batch.run.TaskMessage;
import org.batchrunner.ledger.CreditProbe;
import org.batchrunner.money.Dollars;
import org.batchrunner.provider.CallFailure;
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
import org.junit.jupiter.params.provider.ValueSource;

/** A holder and two workers on one ledger: a task is run once, whatever becomes of its messages. */
class RemoteTasksTest {

  @TempDir Path home;
  private final SharedCalls handedOver = new SharedCalls();
  private BatchFixture fixture;
  private ActiveBatches holder;
  private ActiveBatch batch;
  private RemoteTaskDispatcher dispatcher;
  private RemoteTaskWorker worker;
  private RemoteTaskWorker second;

  @BeforeEach
  void open() {
    fixture = new BatchFixture(home);
    holder = fixture.program();
    batch = holder.claim(fixture.accept(5, Map.of()).id());
    dispatcher =
        new RemoteTaskDispatcher(
            fixture.ledger, handedOver, Duration.ofMinutes(10), fixture.ticker);
    worker = worker("worker-1");
    second = worker("worker-2");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private RemoteTaskWorker worker(String name) {
    return new RemoteTaskWorker(
        fixture.ledger, fixture.planner, fixture.program().guests(), name, fixture.ticker);
  }

  private TaskMessage message(int seq) {
    return TaskMessage.read(TaskMessage.of(fixture.admitted(batch, seq)).json());
  }

  private RecordedResult publish(Run run) {
    Result result = Result.without(run.task(), Status.PUBLISHED, null, Mode.REAL);
    return fixture.recorder().record(new EndedRun(run, result));
  }

  private Dollars held() {
    fixture.flush();
    return fixture.record(batch.id()).budget().held();
  }

  @Test
  void aWorkerMakesTheRunThatTheHolderAdmitted() {
    TaskMessage message = message(1);
    fixture.ticker.goOn(Duration.ofSeconds(2));
    Run run = (Run) worker.take(message);
    assertThat(run.task()).isEqualTo(message.task());
    assertThat(run.context().epoch()).isEqualTo(batch.epoch());
    assertThat(run.startedNanos()).isEqualTo(fixture.ticker.nanos());
    assertThat(TaskMessage.hold(run)).isEqualTo(message.hold());
    TaskAnswer answer = worker.ended(message, publish(run));
    assertThat(answer.ending()).isEqualTo(Ending.DONE);
    RecordedResult folded = dispatcher.answered(batch, message, answer);
    assertThat(folded.result().status()).isEqualTo(Status.PUBLISHED);
    assertThat(folded.committed()).isCompletedWithValue(true);
  }

  @Test
  void aMessageThatIsDeliveredTwiceIsWorkedOnce() {
    TaskMessage message = message(1);
    assertThat(worker.take(message)).isInstanceOf(Run.class);
    assertThat(worker.take(message)).as("it is under way here").isNull();
    TaskAnswer elsewhere = (TaskAnswer) second.take(message);
    assertThat(elsewhere.ending()).isEqualTo(Ending.LOST);
    assertThat(elsewhere.reason()).contains("worker-1 had begun it");
  }

  @Test
  void aMessageOfATaskThatIsDoneIsAnsweredAtOnce() {
    TaskMessage message = message(1);
    Run run = (Run) worker.take(message);
    assertThat(worker.ended(message, publish(run)).ending()).isEqualTo(Ending.DONE);
    assertThat(((TaskAnswer) second.take(message)).ending()).isEqualTo(Ending.DONE);
  }

  @Test
  void aMessageOfAnEarlierLeaseIsLost() {
    TaskMessage message = message(1);
    fixture.clock.goOn(Duration.ofMinutes(1));
    assertThat(fixture.program().claim(batch.id())).isNotNull();
    TaskAnswer answer = (TaskAnswer) worker.take(message);
    assertThat(answer.ending()).isEqualTo(Ending.LOST);
    assertThat(answer.reason()).contains("taken over");
  }

  @Test
  void aWorkerOnAnotherLedgerRefuses() {
    TaskMessage message = message(1);
    TaskMessage stranger =
        new TaskMessage("nothing", 99, 1, message.task(), message.hold(), 0, message.first());
    TaskAnswer answer = (TaskAnswer) worker.take(stranger);
    assertThat(answer.ending()).isEqualTo(Ending.FAILED);
    assertThat(answer.reason()).contains("worker-1 has another ledger");
  }

  @Test
  void aWorkerWithOtherPricesRefuses() {
    TaskMessage message = message(1);
    TaskMessage dearer =
        new TaskMessage(
            message.batch(),
            message.no(),
            message.epoch(),
            message.task(),
            message.hold().plus(Dollars.parse("0.01")),
            0,
            message.first());
    assertThat(((TaskAnswer) worker.take(dearer)).reason()).contains("prices here differ");
  }

  @Test
  void aWorkerThatWouldAskSomethingElseRefuses() {
    TaskMessage message = message(1);
    TaskMessage other =
        new TaskMessage(
            message.batch(),
            message.no(),
            message.epoch(),
            Task.of(1, "Name a bird"),
            message.hold(),
            0,
            message.first());
    TaskAnswer answer = (TaskAnswer) worker.take(other);
    assertThat(answer.ending()).isEqualTo(Ending.FAILED);
    assertThat(answer.reason()).contains("same settings and the same version");
  }

  @Test
  void aTaskThatWasLeftUndoneIsLost() {
    TaskMessage message = message(1);
    Run run = (Run) worker.take(message);
    TaskAnswer answer = worker.ended(message, fixture.recorder().record(new EndedRun(run, null)));
    assertThat(answer.ending()).isEqualTo(Ending.LOST);
    assertThat(answer.reason()).contains("worker-1 left it undone");
  }

  @Test
  void whatNobodyForesawIsTold() {
    TaskMessage message = message(1);
    Object unused = worker.take(message);
    TaskAnswer answer = worker.failed(message, new IllegalStateException("boom"));
    assertThat(answer.ending()).isEqualTo(Ending.FAILED);
    assertThat(answer.reason()).contains("an unexpected error", "boom");
  }

  /** The holder gives back what is not settled: the worker's settlements must be in before. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anAnswerWaitsForTheSettlementsOfItsTask(boolean failed) throws Exception {
    TaskMessage message = message(1);
    Run run = (Run) worker.take(message);
    CallInProgress calling = run.calls().get(0);
    CallAccounting accounting = fixture.accounting();
    accounting.intend(calling);
    try (Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("ledger/ledger.db"));
        Statement lock = other.createStatement()) {
      lock.execute("BEGIN IMMEDIATE");
      CallFailure lost =
          new CallFailure(
              CallFailure.Retry.NEVER,
              CallFailure.Billed.MAYBE,
              Optional.empty(),
              false,
              null,
              "x");
      calling.sending(0);
      accounting.settle(calling, lost, 1);
      CompletableFuture<TaskAnswer> answer =
          CompletableFuture.supplyAsync(
              () ->
                  failed
                      ? worker.failed(message, new IllegalStateException("boom"))
                      : worker.ended(message, fixture.recorder().record(new EndedRun(run, null))));
      assertThatThrownBy(() -> answer.get(500, TimeUnit.MILLISECONDS))
          .as("the ledger has no settlement yet")
          .isInstanceOf(TimeoutException.class);
      lock.execute("ROLLBACK");
      assertThat(answer.get(20, TimeUnit.SECONDS).ending())
          .isEqualTo(failed ? Ending.FAILED : Ending.LOST);
    }
    assertThat(fixture.record(batch.id()).budget().atRisk()).isEqualTo(calling.call().worst());
  }

  /** For each answer: what the batch is told, whether the task's money is given back at once. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # answer,      request,     money given back
          FAILED,        PAUSE,       true
          OUT_OF_CREDIT, PAUSE,       true
          LOST,          CLAIM_AGAIN, false
          """)
  void anAnswerWithoutAResultStopsTheBatch(Ending ending, StopRequest request, boolean given) {
    TaskMessage message = message(1);
    Dollars before = held();
    CreditProbe probe = new CreditProbe(Instant.EPOCH, "openai", 0);
    TaskAnswer answer =
        new TaskAnswer(
            batch.id(), 1, ending, "found out", ending == Ending.OUT_OF_CREDIT ? probe : null);
    RecordedResult undone = dispatcher.answered(batch, message, answer);
    assertThat(undone.result()).isNull();
    assertThat(batch.stopRequest()).isEqualTo(request);
    assertThat(batch.outOfCredit()).isEqualTo(ending == Ending.OUT_OF_CREDIT);
    assertThat(held())
        .as("a lost task may be under way still")
        .isEqualTo(given ? Dollars.ZERO : before);
  }

  @Test
  void aBreachIsTakenOverWithItsResult() {
    TaskMessage message = message(1);
    Run run = (Run) worker.take(message);
    assertThat(worker.ended(message, publish(run)).ending()).isEqualTo(Ending.DONE);
    RecordedResult folded =
        dispatcher.answered(
            batch, message, TaskAnswer.of(message, Ending.BREACH, "it cost too much"));
    assertThat(folded.result()).isNotNull();
    assertThat(batch.stopRequest()).isEqualTo(StopRequest.BREACH);
    assertThat(batch.reason()).isEqualTo("it cost too much");
  }

  @Test
  void aResultThatIsNotInTheLedgerIsNotBelieved() {
    TaskMessage message = message(1);
    TaskAnswer answer = TaskAnswer.of(message, Ending.DONE, null);
    assertThatThrownBy(() -> dispatcher.answered(batch, message, answer))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is said to be done, and has no result in this ledger");
  }

  /** The broker was away when the answer was sent: the result is in the ledger. */
  @Test
  void withoutAnAnswerTheLedgerSaysThatATaskIsDone() throws Exception {
    TaskMessage message = message(1);
    assertThat(isOpen(message, true)).as("it may wait for a worker").isTrue();
    assertThat(isOpen(message, false)).as("perhaps it was never sent").isFalse();
    Run run = (Run) worker.take(message);
    assertThat(isOpen(message, false)).as("it is being run").isTrue();
    publish(run).committed().join();
    assertThat(isOpen(message, true)).as("it has ended").isFalse();
    RecordedResult result = dispatcher.unanswered(batch, message, "no answer came");
    assertThat(result.result()).isNotNull();
    assertThat(batch.stopRequest()).isEqualTo(StopRequest.NONE);
  }

  @Test
  void withoutAnAnswerTheLedgerHasWhatAWorkerSaidOfATaskThatItLeft() {
    TaskMessage message = message(1);
    Run unused = (Run) worker.take(message);
    TaskAnswer failed = worker.failed(message, new IllegalStateException("a full disk"));
    assertThat(failed.ending()).isEqualTo(Ending.FAILED);
    assertThat(isOpen(message, true)).isFalse();
    RecordedResult result = dispatcher.unanswered(batch, message, "no answer came");
    assertThat(result.result()).isNull();
    assertThat(batch.stopRequest()).isEqualTo(StopRequest.PAUSE);
    assertThat(batch.reason()).contains("a full disk");
  }

  @Test
  void aTaskOfADeadWorkerIsLostOnceItsMessageCameToAnother() {
    TaskMessage message = message(1);
    Run unused = (Run) worker.take(message);
    TaskAnswer answer = (TaskAnswer) second.take(message);
    assertThat(answer.ending()).isEqualTo(Ending.LOST);
    assertThat(isOpen(message, true)).isFalse();
    RecordedResult result = dispatcher.unanswered(batch, message, "no answer came");
    assertThat(result.result()).isNull();
    assertThat(batch.stopRequest()).isEqualTo(StopRequest.CLAIM_AGAIN);
    assertThat(batch.reason()).contains("worker-1 had begun it and did not end it");
  }

  @Test
  void aTaskThatTakesTooLongOrWhoseBatchIsToBeClaimedAgainIsNotWaitedFor() {
    TaskMessage begun = message(1);
    TaskMessage waits = message(2);
    long handedOver = fixture.ticker.nanos();
    Run unused = (Run) worker.take(begun);
    batch.stop(StopRequest.CLAIM_AGAIN, "task 3 was lost");
    assertThat(dispatcher.isOpen(batch, waits, true, handedOver)).isFalse();
    assertThat(dispatcher.isOpen(batch, begun, true, handedOver)).isTrue();
    assertThat(
            dispatcher.isOpen(
                batch, begun, true, handedOver - Duration.ofMinutes(10).toNanos() - 1))
        .isFalse();
  }

  @Test
  void aMessageThatComesAgainGetsTheAnswerThatWasGivenBefore() {
    TaskMessage message = message(1);
    Run unused = (Run) worker.take(message);
    TaskAnswer failed = worker.failed(message, new IllegalStateException("a full disk"));
    assertThat(worker.take(message)).isEqualTo(failed);
    assertThat(second.take(message)).isEqualTo(failed);
  }

  /** It must end all the same: rows with the same call wait for it. */
  @Test
  void aTaskWhoseLedgerCantBeReadIsWaitedForAndThenLost() {
    TaskMessage message = message(1);
    Run unused = (Run) worker.take(message);
    fixture.ledger.close();
    assertThat(isOpen(message, true)).isTrue();
    RecordedResult result = dispatcher.unanswered(batch, message, "no answer came");
    assertThat(result.result()).isNull();
    assertThat(batch.stopRequest()).isEqualTo(StopRequest.CLAIM_AGAIN);
    assertThat(batch.reason()).contains("no answer came; ");
    assertThat(isOpen(message, true)).as("the batch is left").isFalse();
  }

  private boolean isOpen(TaskMessage message, boolean sent) {
    return dispatcher.isOpen(batch, message, sent, fixture.ticker.nanos());
  }

  @Test
  void whatIsLostIsRunAgainUnderANewLeaseAndItsCallsAreAtRisk() throws Exception {
    TaskMessage message = message(1);
    Run run = (Run) worker.take(message);
    fixture.accounting().intend(run.calls().get(0));
    RecordedResult undone = dispatcher.unanswered(batch, message, "no answer came");
    batch.begin();
    batch.ended(undone.result());
    holder.end(batch);
    holder.release(batch);
    ActiveBatch again = holder.claim(batch.id());
    assertThat(again.done(1)).isFalse();
    assertThat(fixture.record(batch.id()).budget().atRisk())
        .isEqualTo(run.calls().get(0).call().worst());
    assertThat(fixture.record(batch.id()).budget().held()).isEqualTo(Dollars.ZERO);
    assertThat(((TaskAnswer) second.take(message)).ending()).isEqualTo(Ending.LOST);
  }

  @Test
  void rowsThatRepeatAreHandedOverOneAfterTheOther() throws Exception {
    TaskMessage first = TaskMessage.of(fixture.admitted(batch, Task.of(1, "Name a tree")));
    TaskMessage twin = TaskMessage.of(fixture.admitted(batch, Task.of(2, "Name a tree")));
    RemoteTaskDispatcher.Lead lead = dispatcher.begin(batch, first);
    CompletableFuture<RemoteTaskDispatcher.Lead> waits =
        CompletableFuture.supplyAsync(() -> dispatcher.begin(batch, twin));
    assertThat(waits).isNotDone();
    dispatcher.over(first, lead);
    dispatcher.over(twin, waits.get(5, TimeUnit.SECONDS));
    assertThat(dispatcher.begin(batch, first)).as("nobody waits any more").isNotNull();
  }

  @Test
  void otherRowsDoNotWait() throws Exception {
    assertThat(dispatcher.begin(batch, message(1))).isNotNull();
    List<CompletableFuture<RemoteTaskDispatcher.Lead>> others =
        List.of(CompletableFuture.supplyAsync(() -> dispatcher.begin(batch, message(2))));
    assertThat(others.get(0).get(5, TimeUnit.SECONDS)).isNotNull();
  }
}
