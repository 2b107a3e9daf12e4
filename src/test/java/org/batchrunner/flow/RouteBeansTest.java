package org.batchrunner.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.batchrunner.batch.BatchFixture;
import org.batchrunner.batch.accept.Acceptors;
import org.batchrunner.batch.accept.InputStore;
import org.batchrunner.batch.accept.Redactors;
import org.batchrunner.batch.active.ActiveBatch;
import org.batchrunner.batch.active.ActiveBatches;
import org.batchrunner.batch.active.StopRequest;
import org.batchrunner.batch.manage.BatchQueries;
import org.batchrunner.batch.manage.Reporter;
import org.batchrunner.batch.run.CallResult;
import org.batchrunner.batch.run.EndedRun;
import org.batchrunner.batch.run.RecordedResult;
import org.batchrunner.batch.run.Run;
import org.batchrunner.batch.run.SkippedTask;
import org.batchrunner.batch.run.TaskMessage;
import org.batchrunner.ledger.StoredResult;
import org.batchrunner.outbox.Outbox;
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
import org.slf4j.LoggerFactory;

/** The beans that routes name, each with an exchange as its route hands it over. */
class RouteBeansTest {

  @TempDir Path home;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(RouteFailures.class);
  private BatchFixture fixture;
  private ActiveBatches active;
  private ActiveBatch batch;
  private QueuedBatches queued;
  private RouteFailures failures;

  @BeforeEach
  void open() {
    fixture = new BatchFixture(home);
    active = fixture.program();
    batch = active.claim(fixture.accept(5, Map.of("concurrency", 2)).id());
    queued = new QueuedBatches(active);
    queued.start();
    failures = new RouteFailures(queued, outbox(), fixture.ticker);
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void close() {
    logger.detachAppender(log);
    queued.stop();
    fixture.close();
  }

  private OutboxSteps outbox() {
    Outbox folder = new Outbox(home.resolve("outbox"));
    InputStore inputs = new InputStore(home.resolve("data"));
    Redactors redactors = new Redactors();
    BatchQueries queries = new BatchQueries(fixture.ledger, folder, inputs, redactors);
    Reporter reporter =
        new Reporter(
            fixture.ledger, inputs, Acceptors.intake(), queries, folder, redactors, fixture.clock);
    return new OutboxSteps(active, reporter, queries, folder, fixture.clock);
  }

  private Exchange of(Object body) {
    Exchange exchange = Exchanges.with(body);
    exchange.setProperty(TotalsStrategy.BATCH, batch);
    return exchange;
  }

  private static Result result(Task task, Status status) {
    return Result.without(task, status, null, Mode.REAL);
  }

  private static RecordedResult recorded(int seq) {
    Task task = Task.of(seq, "Name a tree");
    return new RecordedResult(
        task,
        StoredResult.of(result(task, Status.PUBLISHED)),
        CompletableFuture.completedFuture(true));
  }

  // --- NextStep

  @Test
  void aRouteGoesOnByWhatTheBodyIs() {
    NextStep next = new NextStep();
    Run run = fixture.planned(batch, Task.of(1, "Name a tree"));
    assertThat(next.isRun(of(run))).isTrue();
    assertThat(next.isRun(of(TaskMessage.of(run)))).isFalse();
    assertThat(next.isTaskMessage(of(TaskMessage.of(run)))).isTrue();
    assertThat(next.isTaskMessage(of(run))).isFalse();
    assertThat(next.isCall(of(run.calls().get(0)))).isTrue();
    assertThat(next.isCall(of(run.calls()))).isFalse();
    assertThat(next.isCall(of(null))).isFalse();
  }

  // --- QueuedBatches

  @Test
  void aBatchWaitsOnceUntilItsTurn() {
    String id = fixture.accept(1, Map.of()).id();
    assertThat(queued.add(id)).isTrue();
    assertThat(queued.add(id)).as("it waits already").isFalse();
    assertThat(queued.claim(id).id()).isEqualTo(id);
    assertThat(queued.add(id)).as("after its turn it can wait again").isTrue();
  }

  @Test
  void aBatchThatIsGoneOrAnothersIsNotWorkedAndCanBeQueuedAgain() {
    for (String id : List.of("nothing", batch.id())) {
      assertThat(queued.add(id)).isTrue();
      assertThat(queued.claim(id)).isNull();
      assertThat(queued.add(id)).isTrue();
    }
  }

  // --- TotalsStrategy and AnswersStrategy

  @Test
  void aResultIsFoldedAndItsSlotIsFree() {
    TotalsStrategy totals = new TotalsStrategy(active, outbox());
    batch.begin();
    Exchange folded = totals.aggregate(null, of(recorded(1)));
    assertThat(folded.getMessage().getBody()).isSameAs(batch);
    assertThat(batch.totals().done()).isEqualTo(1);
    assertThat(batch.running()).isZero();
  }

  @Test
  void aTaskThatWasLeftUndoneIsNotCounted() {
    batch.begin();
    new TotalsStrategy(active, outbox())
        .aggregate(null, of(RecordedResult.undone(Task.of(1, "t"))));
    assertThat(batch.totals().done()).isZero();
    assertThat(batch.running()).isZero();
    assertThat(batch.goesOn()).isTrue();
  }

  @Test
  void aStepThatFailedPausesTheBatchAndTheRouteGoesOnToItsReports() {
    batch.begin();
    Exchange failed = of(null);
    failed.setException(new IllegalStateException("boom"));
    failed.getExchangeExtension().setErrorHandlerHandled(true);
    failed.setRouteStop(true);
    failed.setRollbackOnly(true);
    Exchange folded = new TotalsStrategy(active, outbox()).aggregate(null, failed);
    assertThat(batch.stopRequest()).isEqualTo(StopRequest.PAUSE);
    assertThat(batch.reason()).contains("failed: boom");
    assertThat(batch.running()).isZero();
    assertThat(folded.isFailed()).isFalse();
    assertThat(folded.isRouteStop()).isFalse();
    assertThat(folded.isRollbackOnly()).isFalse();
    assertThat(folded.getExchangeExtension().isErrorHandlerHandledSet()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"a text, String", ", nothing"})
  void aRouteThatLosesTheResultIsTold(String body, String said) {
    batch.begin();
    new TotalsStrategy(active, outbox()).aggregate(null, of(body));
    assertThat(batch.reason()).contains("ended a task with " + said + " instead of a result");
  }

  @Test
  void theAnswersOfDebatersAreCollected() {
    Run run = fixture.planned(batch, Task.of(1, "Name a tree"));
    AnswersStrategy answers = new AnswersStrategy();
    Exchange all = null;
    List<CallResult> made = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      CallResult one = CallResult.replied(run.calls().get(0), BatchFixture.answer("answer " + i));
      made.add(one);
      all = answers.aggregate(all, of(one));
    }
    assertThat(all.getMessage().getBody()).isEqualTo(made);
  }

  // --- RecordStep

  @Test
  void aResultGoesIntoTheLedgerAndOnToTheOutbox() throws Exception {
    RecordStep step = new RecordStep(fixture.recorder());
    Run run = fixture.admitted(batch, 1);
    Exchange exchange = of(new EndedRun(run, result(run.task(), Status.PUBLISHED)));
    step.record(exchange);
    RecordedResult recorded = exchange.getMessage().getBody(RecordedResult.class);
    assertThat(recorded.committed().join()).isTrue();
    batch.resultWritten();
    batch.awaitResultFiles();
    Task left = Task.of(2, "Name a bird");
    Exchange skipped = of(new SkippedTask(left, result(left, Status.FILTERED)));
    step.record(skipped);
    assertThat(skipped.getMessage().getBody(RecordedResult.class).result().status())
        .isEqualTo(Status.FILTERED);
  }

  @Test
  void whatMayBeEveryRowsFailureIsHeldBack() {
    RecordStep step = new RecordStep(fixture.recorder());
    Run run = fixture.admitted(batch, 1);
    CallFailure failure =
        new CallFailure(
            CallFailure.Retry.NEVER,
            CallFailure.Billed.NO,
            Optional.empty(),
            false,
            401,
            "HTTP 401",
            CallFailure.Scope.PROVIDER);
    assertThat(batch.suspicions().met(run, BatchFixture.MODEL_ID, failure, false)).isEmpty();
    EndedRun ended = new EndedRun(run, result(run.task(), Status.FAILED));
    Exchange exchange = of(ended);
    step.record(exchange);
    assertThat(exchange.getMessage().getBody(RecordedResult.class).result()).isNull();
    assertThat(fixture.ledger.results().find(batch.context().no(), 1)).isEmpty();
    batch.suspicions().answered(BatchFixture.MODEL_ID);
    assertThat(batch.suspicions().takeDecided()).isEqualTo(ended);
    Exchange again = of(ended);
    step.record(again);
    assertThat(again.getMessage().getBody(RecordedResult.class).committed().join()).isTrue();
  }

  @Test
  void aTaskThatIsLeftWhileItsBatchIsCancelledIsNotForgotten() {
    Run run = fixture.admitted(batch, 1);
    batch.stop(StopRequest.CANCEL, "cancelled by the user");
    new RecordStep(fixture.recorder()).record(of(new EndedRun(run, null)));
    assertThat(batch.suspicions().takePutBack()).isEqualTo(run.task());
  }

  // --- TaskSource

  @Test
  void aBatchWhoseInputIsGoneIsPausedAndTheSplitEnds() {
    org.batchrunner.batch.admit.TaskAdmitterFactory factory =
        new org.batchrunner.batch.admit.TaskAdmitterFactory(
            Acceptors.intake(),
            new InputStore(home.resolve("data")),
            fixture.planner,
            fixture.corpora,
            fixture.ledger,
            fixture.inFlight,
            fixture.counters,
            fixture.ticker);
    Iterator<Object> tasks = new TaskSource(active, factory, false).tasks(batch);
    assertThat(tasks.hasNext()).isTrue();
    assertThat(tasks.next()).as("Camel's split skips a null").isNull();
    assertThat(tasks.hasNext()).isFalse();
    assertThatThrownBy(tasks::next).isInstanceOf(NoSuchElementException.class);
    assertThat(batch.goesOn()).isFalse();
  }

  @Test
  void anErrorOfTheAdmissionPausesTheBatchAndTheSplitEnds() throws Exception {
    InputStore inputs = new InputStore(home.resolve("data"));
    Path folder = Files.createDirectories(home.resolve("data").resolve(batch.id()));
    Files.writeString(folder.resolve("tasks.csv"), "id,task\n1,Name a tree\n");
    org.batchrunner.batch.admit.TaskAdmitterFactory factory =
        new org.batchrunner.batch.admit.TaskAdmitterFactory(
            Acceptors.intake(),
            inputs,
            fixture.planner,
            fixture.corpora,
            fixture.ledger,
            fixture.inFlight,
            fixture.counters,
            () -> {
              throw new NoSuchMethodError("boom");
            });
    Iterator<Object> tasks = new TaskSource(active, factory, false).tasks(batch);
    assertThat(tasks.next()).isNull();
    assertThat(tasks.hasNext()).isFalse();
    assertThat(batch.stopRequest()).isEqualTo(StopRequest.PAUSE);
    assertThat(batch.reason()).contains("boom");
  }

  // --- RouteFailures

  @ParameterizedTest
  @CsvSource({
    "timer:tick, true",
    "seda:batch, true",
    "direct:queue-batch, true",
    "file:elsewhere, false",
  })
  void aForeignMessageFailsAtItsSenderToo(String uri, boolean ours) {
    assertThat(failures.isOurs(Exchanges.from(uri, "x"))).isEqualTo(ours);
  }

  @Test
  void aFailureIsToldOnceAMinuteWithWhatToDo() {
    IllegalStateException boom = new IllegalStateException("boom");
    for (int i = 0; i < 5; i++) {
      failures.tell(Exchanges.failed("x", boom));
    }
    assertThat(log.list).hasSize(1);
    assertThat(log.list.get(0).getFormattedMessage())
        .startsWith("a step of the route")
        .contains("failed: boom. If you have changed this route, correct it and start again");
    assertThat(log.list.get(0).getThrowableProxy()).isNull();
    fixture.ticker.goOn(Duration.ofSeconds(59));
    failures.tell(Exchanges.failed("x", boom));
    assertThat(log.list).hasSize(1);
    fixture.ticker.goOn(Duration.ofSeconds(1));
    failures.tell(Exchanges.failed("x", boom));
    assertThat(log.list).hasSize(2);
  }

  @Test
  void anotherFailureIsToldAtOnce() {
    failures.tell(Exchanges.failed("x", new IllegalStateException("boom")));
    failures.tell(Exchanges.failed("x", new IllegalStateException("bang")));
    assertThat(log.list).hasSize(2);
  }

  @Test
  void aFailureWithoutWordsHasTheNameOfItsKind() {
    failures.tell(Exchanges.failed("x", new NullPointerException()));
    assertThat(log.list.get(0).getFormattedMessage()).contains("NullPointerException");
  }

  @Test
  void aBatchThatCouldNotBeTakenCanBeQueuedAgain() {
    assertThat(queued.add("b")).isTrue();
    failures.tell(Exchanges.failed("b", new IllegalStateException("boom")));
    assertThat(queued.add("b")).isTrue();
  }

  @Test
  void aResultThatCouldNotBeHandedOnIsNotWaitedFor() throws Exception {
    batch.resultToWrite();
    Exchange exchange = Exchanges.failed(recorded(1), new IllegalStateException("boom"));
    exchange.setProperty(TotalsStrategy.BATCH, batch);
    failures.tell(exchange);
    batch.awaitResultFiles();
  }
}
