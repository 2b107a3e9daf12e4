package org.batchrunner.batch.active;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.batchrunner.batch.BatchFixture;
import org.batchrunner.batch.run.EndedRun;
import org.batchrunner.batch.run.Run;
import org.batchrunner.provider.CallFailure;
import org.batchrunner.provider.CallFailure.Scope;
import org.batchrunner.task.Mode;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.batchrunner.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a failure is one row's or every row's shows by what becomes of other rows. */
class SuspicionsTest {

  private static final ModelId MINI = BatchFixture.MODEL_ID;
  private static final ModelId BIG = new ModelId("openai", "gpt-4o");
  private static final ModelId OTHER = new ModelId("anthropic", "claude-sonnet-4-5");

  @TempDir Path home;
  private final Suspicions suspicions = new Suspicions();
  private BatchFixture fixture;
  private ActiveBatch batch;

  @BeforeEach
  void claim() {
    fixture = new BatchFixture(home);
    batch = fixture.program().claim(fixture.accept(20, Map.of()).id());
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Run run(int seq) {
    return fixture.planned(batch, Task.of(seq, "Name tree " + seq));
  }

  private static CallFailure failure(Scope scope) {
    return new CallFailure(
        CallFailure.Retry.NEVER,
        CallFailure.Billed.NO,
        Optional.empty(),
        false,
        scope == Scope.PROVIDER ? 401 : 404,
        scope == Scope.PROVIDER ? "HTTP 401: wrong key" : "HTTP 404: no such model",
        scope);
  }

  private Optional<String> met(Run run, ModelId model, Scope scope) {
    return suspicions.met(run, model, failure(scope), false);
  }

  private static EndedRun failed(Run run) {
    return new EndedRun(run, Result.without(run.task(), Status.FAILED, null, Mode.REAL));
  }

  @Test
  void threeRowsInARowAreEveryRows() {
    assertThat(met(run(1), MINI, Scope.PROVIDER)).isEmpty();
    assertThat(met(run(2), MINI, Scope.PROVIDER)).isEmpty();
    assertThat(met(run(3), MINI, Scope.PROVIDER))
        .hasValueSatisfying(
            reason ->
                assertThat(reason)
                    .isEqualTo(
                        "calls to openai are refused: HTTP 401: wrong key; put its key or its"
                            + " address right, then resume"));
  }

  @Test
  void oneRowThatMeetsItThreeTimesIsOneRow() {
    Run run = run(1);
    for (int attempt = 0; attempt < 5; attempt++) {
      assertThat(met(run, MINI, Scope.MODEL)).isEmpty();
    }
  }

  @Test
  void itTakesTenRowsWhereTheModelHasAnsweredBefore() {
    suspicions.answered(MINI);
    for (int seq = 1; seq < 10; seq++) {
      assertThat(met(run(seq), MINI, Scope.MODEL)).as("row %d", seq).isEmpty();
    }
    assertThat(met(run(10), MINI, Scope.MODEL))
        .hasValueSatisfying(reason -> assertThat(reason).contains(MINI.toString(), "then resume"));
  }

  @Test
  void aWrongKeyNeedsNoMoreThanThreeRowsEvenThen() {
    suspicions.answered(MINI);
    met(run(1), MINI, Scope.PROVIDER);
    met(run(2), MINI, Scope.PROVIDER);
    assertThat(met(run(3), MINI, Scope.PROVIDER)).isPresent();
  }

  @Test
  void aRowsResultIsHeldBackUntilTheSameModelAnswersAnother() {
    EndedRun ended = failed(run(1));
    met(ended.run(), MINI, Scope.MODEL);
    assertThat(suspicions.holdBack(ended)).isTrue();
    suspicions.keep(ended);
    assertThat(suspicions.takeDecided()).as("nothing is known yet").isNull();
    suspicions.answered(BIG);
    assertThat(suspicions.takeDecided()).as("another model says nothing of this one").isNull();
    suspicions.answered(OTHER);
    assertThat(suspicions.takeDecided()).isNull();
    suspicions.answered(MINI);
    assertThat(suspicions.takeDecided()).isEqualTo(ended);
    assertThat(suspicions.takeDecided()).isNull();
    assertThat(suspicions.isEmpty()).isTrue();
  }

  @Test
  void anyAnswerOfTheProviderClearsItsKey() {
    EndedRun ended = failed(run(1));
    met(ended.run(), MINI, Scope.PROVIDER);
    suspicions.keep(ended);
    suspicions.answered(BIG);
    assertThat(suspicions.takeDecided()).isEqualTo(ended);
  }

  @Test
  void aRunWithoutAResultOrWithoutASuspicionIsNotHeldBack() {
    Run run = run(1);
    met(run, MINI, Scope.MODEL);
    assertThat(suspicions.holdBack(new EndedRun(run, null))).isFalse();
    assertThat(suspicions.holdBack(failed(run(2)))).isFalse();
    suspicions.forget(run);
    assertThat(suspicions.holdBack(failed(run))).isFalse();
  }

  @Test
  void whereNoOtherRowIsLeftAllRowsThatFailedMeanThatNoneCanSucceed() {
    met(run(1), MINI, Scope.MODEL);
    assertThat(suspicions.decideAll(false)).hasValueSatisfying(r -> assertThat(r).contains("404"));
  }

  @Test
  void whereRowsHaveEndedWellItWasTheRowsOwnFault() {
    EndedRun ended = failed(run(1));
    met(ended.run(), MINI, Scope.MODEL);
    suspicions.keep(ended);
    assertThat(suspicions.decideAll(true)).isEmpty();
    assertThat(suspicions.takeDecided()).isEqualTo(ended);
  }

  @Test
  void whereAnotherModelOfTheProviderAnswersTheKeyIsRight() {
    met(run(1), MINI, Scope.MODEL);
    suspicions.answered(BIG);
    assertThat(suspicions.decideAll(false)).isEmpty();
  }

  @Test
  void aBatchThatEndsHasItsKeptRowsFail() {
    EndedRun ended = failed(run(1));
    met(ended.run(), MINI, Scope.PROVIDER);
    suspicions.keep(ended);
    suspicions.giveUp();
    assertThat(suspicions.takeDecided()).isEqualTo(ended);
  }

  @Test
  void aLateAnswerDoesNotUndoThatTheBatchIsPaused() {
    Run first = run(1);
    met(first, MINI, Scope.MODEL);
    met(run(2), MINI, Scope.MODEL);
    assertThat(met(run(3), MINI, Scope.MODEL)).isPresent();
    suspicions.answered(MINI);
    assertThat(suspicions.holdBack(failed(first))).isTrue();
  }

  @Test
  void tasksThatWereLeftAreTakenBackInTheirOrder() {
    suspicions.putBack(Task.of(4, "four"));
    suspicions.putBack(Task.of(7, "seven"));
    assertThat(suspicions.isEmpty()).isFalse();
    assertThat(suspicions.takePutBack().seq()).isEqualTo(4);
    assertThat(suspicions.takePutBack().seq()).isEqualTo(7);
    assertThat(suspicions.takePutBack()).isNull();
  }
}
