package org.batchrunner.batch.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.batchrunner.batch.BatchFixture;
import org.batchrunner.batch.active.ActiveBatch;
import org.batchrunner.batch.active.ActiveBatches;
import org.batchrunner.batch.run.CallResult.Ending;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.Draft;
import org.batchrunner.task.Mode;
import org.batchrunner.task.Phase;
import org.batchrunner.task.Reply;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.batchrunner.task.Task;
import org.batchrunner.task.Usage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** One task through debate, judge and publication, with replies that tests make. */
class WorkflowStepsTest {

  private static final List<String> TWO =
      List.of(BatchFixture.MODEL, "anthropic/claude-sonnet-4-5");

  @TempDir Path home;
  private BatchFixture fixture;
  private ActiveBatches active;
  private PublishStep publish;

  @BeforeEach
  void open() {
    fixture = new BatchFixture(home);
    active = fixture.program();
    publish = new PublishStep(fixture.ticker);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private ActiveBatch batch(Map<String, Object> options) {
    return active.claim(fixture.accept(5, options).id());
  }

  private Run run(String workflow) {
    return run(workflow, Map.of());
  }

  private Run run(String workflow, Map<String, Object> more) {
    Map<String, Object> options = new HashMap<>(Map.of("debaters", TWO, "workflow", workflow));
    options.putAll(more);
    ActiveBatch batch = batch(options);
    Run run = fixture.planned(batch, Task.of(1, "Name a tree"));
    run.begin(fixture.ticker.nanos());
    return run;
  }

  private static String draft(String answer, double confidence) {
    return "{\"answer\": \"%s\", \"evidence\": [], \"confidence\": %s, \"safety_flags\": []}"
        .formatted(answer, confidence);
  }

  private static CallResult replied(CallInProgress calling, String text) {
    Reply reply = BatchFixture.answer(text);
    calling.run().count(calling.call(), reply);
    return CallResult.replied(calling, reply);
  }

  private List<CallResult> drafts(Run run) {
    List<CallResult> answers = new ArrayList<>();
    for (CallInProgress calling : run.calls()) {
      boolean openai = calling.call().model().equals(BatchFixture.MODEL_ID);
      answers.add(replied(calling, draft(openai ? "An oak" : "An elm", openai ? 0.6 : 0.9)));
    }
    return answers;
  }

  /** The judge's reply that gives the draft with this text more than the others. */
  private static String scores(CallInProgress judging, String best) {
    List<String> entries = new ArrayList<>();
    List<Draft> drafts = judging.sitting().drafts().drafts();
    judging
        .sitting()
        .sheet()
        .places()
        .forEach(
            (label, place) -> {
              int points = best.equals(drafts.get(place).text()) ? 4 : 1;
              entries.add(
                  "{\"draft\": \"%s\", \"task_fit\": %d, \"support\": %d, \"clarity\": 1}"
                      .formatted(label, points, points));
            });
    return "{\"scores\": [" + String.join(", ", entries) + "]}";
  }

  private Result published(Object state) {
    return publish.publish((DebateState) state).result();
  }

  @Test
  void oneDebaterIsOneCallAndSeveralAreAList() {
    assertThat(fixture.debate.ask(run("single"))).isInstanceOf(CallInProgress.class);
    assertThat(fixture.debate.ask(run("debate")))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .hasSize(2);
  }

  @Test
  void draftsAreInTheOrderOfTheDebatersHoweverTheyAnswered() {
    Run run = run("each");
    List<CallResult> answers = drafts(run);
    Collections.reverse(answers);
    assertThat(fixture.debate.read(answers).drafts())
        .extracting(Draft::text)
        .containsExactly("An oak", "An elm");
    assertThat(run.usages()).extracting(Usage::provider).containsExactly("openai", "anthropic");
  }

  @Test
  void theJudgesBestIsPublished() {
    Run run = run("debate");
    CallInProgress judging = (CallInProgress) fixture.judge.ask(fixture.debate.read(drafts(run)));
    assertThat(judging.call().phase()).isEqualTo(Phase.JUDGE);
    assertThat(judging.reserved()).as("its money is held with the task").isTrue();
    Object state = fixture.judge.read(replied(judging, scores(judging, "An elm")));
    Result result = published(state);
    assertThat(result.status()).isEqualTo(Status.PUBLISHED);
    assertThat(result.text()).isEqualTo("An elm");
    assertThat(result.usage())
        .extracting(Usage::phase)
        .containsExactly(Phase.DEBATE, Phase.DEBATE, Phase.JUDGE);
  }

  @Test
  void aJudgeThatDoesNotAnswerInFormIsAskedOnceMoreWithMoneyOfItsOwn() {
    Run run = run("debate");
    CallInProgress first = (CallInProgress) fixture.judge.ask(fixture.debate.read(drafts(run)));
    CallInProgress again = (CallInProgress) fixture.judge.read(replied(first, "I like both."));
    assertThat(again.reserved()).as("the hold was for one asking").isFalse();
    assertThat(again.call().key()).isNotEqualTo(first.call().key());
    Object state = fixture.judge.read(replied(again, "They are fine."));
    Result result = published(state);
    assertThat(result.status()).isEqualTo(Status.PUBLISHED);
    assertThat(result.judgment().unjudged()).contains("not in form");
  }

  @Test
  void aJudgeThatFailsLeavesTheDraftsUnjudged() {
    Run run = run("debate");
    CallInProgress judging = (CallInProgress) fixture.judge.ask(fixture.debate.read(drafts(run)));
    Object state =
        fixture.judge.read(CallResult.not(judging, Ending.FAILED, "HTTP 500 (3 attempts)"));
    Result result = published(state);
    assertThat(result.judgment().unjudged()).contains("the judge gave no answer: HTTP 500");
    assertThat(result.status()).isEqualTo(Status.PUBLISHED);
  }

  @Test
  void nobodyIsJudgedWhereNobodyAnswered() {
    Run run = run("debate");
    List<CallResult> none =
        run.calls().stream()
            .map(calling -> CallResult.not(calling, Ending.FAILED, "HTTP 400: bad (1 attempt)"))
            .toList();
    DebateState drafts = fixture.debate.read(none);
    assertThat(fixture.judge.ask(drafts)).isSameAs(drafts);
    Result result = published(drafts);
    assertThat(result.status()).isEqualTo(Status.FAILED);
    assertThat(result.error()).contains("HTTP 400: bad");
  }

  @ParameterizedTest
  @CsvSource({"single", "each"})
  void otherWorkflowsAskNoJudge(String workflow) {
    Run run = run(workflow);
    DebateState drafts = fixture.debate.read(drafts(run));
    assertThat(fixture.judge.ask(drafts)).isSameAs(drafts);
    assertThat(published(drafts).text()).contains("An oak");
  }

  /** One debater's call ended without a reply, the other answered. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # ending of one call, status of the task
          FAILED,               PUBLISHED
          REFUSED_BY_RUN_CAP,   BLOCKED_COST_CAP
          REFUSED_BY_BATCH_CAP, SKIPPED_BATCH_CAP
          UNDONE,
          """)
  void whatOneCallComesToDecidesTheTask(Ending ending, Status status) {
    Run run = run("each");
    List<CallResult> answers = drafts(run);
    answers.set(1, CallResult.not(run.calls().get(1), ending, "why"));
    EndedRun ended = publish.publish(fixture.debate.read(answers));
    if (status == null) {
      assertThat(ended.result()).as("left undone").isNull();
    } else {
      assertThat(ended.result().status()).isEqualTo(status);
    }
  }

  @Test
  void aCapThatRefusesIsNamedWithItsAmount() {
    Run run = run("each", Map.of("per-run-cap", "0.10", "per-batch-cap", "2"));
    List<CallResult> answers = drafts(run);
    answers.set(0, CallResult.not(run.calls().get(0), Ending.REFUSED_BY_RUN_CAP, "why"));
    Result byRun = published(fixture.debate.read(answers));
    assertThat(byRun.reason()).startsWith("Per-run cap $0.10 exceeded (worst case $");
    answers.set(0, CallResult.not(run.calls().get(0), Ending.REFUSED_BY_BATCH_CAP, "why"));
    Result byBatch = published(fixture.debate.read(answers));
    assertThat(byBatch.reason())
        .startsWith("Per-batch cap $2.00 leaves too little for a further attempt");
    assertThat(byBatch.spent()).as("what was paid is not hidden").isEqualTo(run.spent());
  }

  @Test
  void theDurationIsTheTickers() {
    Run run = run("single");
    fixture.ticker.goOn(Duration.ofMillis(1500));
    Result result = published(fixture.debate.read(drafts(run).get(0)));
    assertThat(result.durationS()).isEqualTo(1.5);
  }

  @Test
  void aReplyThatWasPaidForBeforeIsNotCountedAgain() {
    Run run = run("single");
    run.reused(BatchFixture.answer("An oak"));
    assertThat(run.spent()).isEqualTo(Dollars.ZERO);
    assertThat(run.reuse().saved()).isEqualTo(new Dollars(4500));
  }

  @Test
  void whatIsToldOfABillIsToldOnce() {
    Run run = run("single");
    run.noteOnBill(BatchFixture.MODEL_ID, List.of("it was dear"));
    run.noteOnBill(BatchFixture.MODEL_ID, List.of("it was dear", "it was late"));
    assertThat(run.billNotes())
        .containsExactly(
            "on the bill of openai/gpt-4o-mini: it was dear",
            "on the bill of openai/gpt-4o-mini: it was late");
  }

  @Test
  void callsOfUnknownCostAreSpentAndHaveNoRow() {
    Run run = run("single");
    run.countLost(Dollars.parse("0.5"));
    run.count(run.calls().get(0).call(), "gpt-4o-mini", null, Dollars.parse("0.25"), false, 3);
    assertThat(run.spent()).isEqualTo(Dollars.parse("0.75"));
    assertThat(run.settled()).isEqualTo(Dollars.ZERO);
    assertThat(run.usages())
        .singleElement()
        .satisfies(row -> assertThat(row.atRisk()).isEqualTo(Dollars.parse("0.25")));
  }

  @Test
  void numbersOfCallsGoOnWhereTheLastLeaseEnded() {
    ActiveBatch batch = batch(Map.of());
    Run run =
        new Run(batch.context(), fixture.planner.prepare(batch.context(), Task.of(1, "t")), 4);
    assertThat(run.nextNumber()).isEqualTo(5);
    run.numbered(9);
    run.numbered(7);
    assertThat(run.nextNumber()).isEqualTo(10);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void aMockRunHoldsNoMoneyAndSharesNoAnswerWithARealOne(Mode mode) {
    ActiveBatch batch = active.claim(fixture.accept(1, mode, Map.of()).id());
    PlannedTask planned = fixture.planner.prepare(batch.context(), Task.of(1, "Name a tree"));
    assertThat(planned.worst().isZero()).isEqualTo(mode == Mode.MOCK);
    ActiveBatch other =
        active.claim(fixture.accept(1, mode == Mode.MOCK ? Mode.REAL : Mode.MOCK, Map.of()).id());
    assertThat(key(other)).isNotEqualTo(key(batch));
  }

  private String key(ActiveBatch batch) {
    return fixture
        .planner
        .prepare(batch.context(), Task.of(1, "Name a tree"))
        .drafts()
        .get(0)
        .call()
        .key();
  }

  @Test
  void equalQuestionsHaveEqualKeysAndOtherParametersOthers() {
    assertThat(key(batch(Map.of()))).isEqualTo(key(batch(Map.of("concurrency", 9))));
    assertThat(key(batch(Map.of()))).isNotEqualTo(key(batch(Map.of("temperature", 0.9))));
  }

  @Test
  void theHoldOfADebateIsEachDebaterAndTheJudge() {
    Run run = run("debate");
    PlannedTask planned = fixture.planner.prepare(run.context(), run.task());
    assertThat(planned.worst())
        .isEqualTo(
            Dollars.sum(planned.drafts().stream().map(first -> first.call().worst()))
                .plus(planned.judgeWorst()));
    assertThat(planned.judgeWorst().isZero()).isFalse();
    assertThat(run("each").judgeWorst().isZero()).isTrue();
  }

  @Test
  void aModelWithoutAPriceIsNotAsked() {
    ActiveBatch batch = batch(Map.of("debaters", List.of("openai/gpt-nobody-knows")));
    assertThatThrownBy(() -> fixture.planner.prepare(batch.context(), Task.of(1, "t")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no price is known for openai/gpt-nobody-knows")
        .hasMessageContaining("batch-runner.prices");
  }

  @Test
  void aMessageOfATaskComesBackAsItWas() {
    Run run = run("debate");
    run.calls().get(0).intendedAhead(run.nextNumber());
    TaskMessage message = TaskMessage.of(run);
    TaskMessage read = TaskMessage.read(message.json());
    assertThat(read).isEqualTo(message);
    assertThat(read.first()).extracting(TaskMessage.First::intent).containsExactly(1, 0);
    assertThat(read.hold()).isEqualTo(TaskMessage.hold(run));
    assertThat(message.toString()).as("prompts stay out of logs").doesNotContain("tree");
  }

  @Test
  void whatIsStoredAlreadyIsNotInTheHold() {
    Run run = run("each");
    Dollars all = TaskMessage.hold(run);
    run.calls().get(0).usedUp();
    assertThat(TaskMessage.hold(run)).isEqualTo(all.minus(run.calls().get(0).call().worst()));
  }
}
