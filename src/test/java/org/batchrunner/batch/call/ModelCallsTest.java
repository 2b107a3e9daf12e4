package org.batchrunner.batch.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.batchrunner.batch.BatchFixture;
import org.batchrunner.batch.active.ActiveBatch;
import org.batchrunner.batch.active.ActiveBatches;
import org.batchrunner.batch.active.StopRequest;
import org.batchrunner.batch.run.CallInProgress;
import org.batchrunner.batch.run.CallResult;
import org.batchrunner.batch.run.CallResult.Ending;
import org.batchrunner.batch.run.Run;
import org.batchrunner.ledger.CallRecord;
import org.batchrunner.ledger.CallState;
import org.batchrunner.metrics.CallOutcome;
import org.batchrunner.metrics.Counters;
import org.batchrunner.money.Dollars;
import org.batchrunner.provider.CallFailedException;
import org.batchrunner.provider.SendCancelledException;
import org.batchrunner.task.CallProgress;
import org.batchrunner.task.Mode;
import org.batchrunner.task.Reply;
import org.batchrunner.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The steps of a call on a real ledger: what is intended, what is settled, what is tried again. */
class ModelCallsTest {

  private static final String STEP = "the step settle of the route model-attempt";

  @TempDir Path home;
  private BatchFixture fixture;
  private ActiveBatches active;
  private ModelCalls calls;
  private ActiveBatch batch;

  @BeforeEach
  void open() {
    fixture = new BatchFixture(home);
    active = fixture.program();
    calls = fixture.calls(active);
    batch = active.claim(fixture.accept(9, Map.of("max-attempts", 3)).id());
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private CallInProgress call(int seq) {
    return fixture.admitted(batch, seq).calls().get(0);
  }

  /** Intends it, lets it through the provider's limits, and lets its request leave. */
  private CallInProgress sent(CallInProgress calling) throws Exception {
    calls.intend(calling);
    calls.pace(calling);
    calling.sending(fixture.ticker.nanos());
    calling.run().attempted();
    calls.leaves(calling);
    return calling;
  }

  private CallFailedException refused(CallInProgress calling, int status, String message) {
    return refused(calling, status, Map.of(), message);
  }

  private CallFailedException refused(
      CallInProgress calling, int status, Map<String, String> headers, String message) {
    return catchThrowableOfType(
        CallFailedException.class,
        () -> calls.received(calling, status, headers, BatchFixture.error(message), 5));
  }

  private CallRecord stored(CallInProgress calling) {
    fixture.flush();
    List<CallRecord> all =
        fixture.ledger.results().calls(batch.context().no(), calling.run().task().seq());
    return all.get(all.size() - 1);
  }

  private Dollars atRisk() {
    fixture.flush();
    return fixture.record(batch.id()).budget().atRisk();
  }

  @Test
  void theIntentIsInTheLedgerBeforeTheRequestLeaves() throws Exception {
    CallInProgress calling = call(1);
    calls.intend(calling);
    CallRecord intended = stored(calling);
    assertThat(intended.state()).isEqualTo(CallState.INTENDED);
    assertThat(intended.worst()).isEqualTo(calling.call().worst());
  }

  @Test
  void aReplyIsSettledAtItsPrice() throws Exception {
    CallInProgress calling = sent(call(1));
    Reply reply =
        calls.received(
            calling, 200, Map.of(), BatchFixture.reply("gpt-4o-mini", "An oak", 100, 10), 12);
    assertThat(reply.text()).isEqualTo("An oak");
    assertThat(reply.cost()).isEqualTo(Dollars.parse("0.000021"));
    CallRecord settled = stored(calling);
    assertThat(settled.state()).isEqualTo(CallState.SETTLED);
    assertThat(settled.cost()).isEqualTo(reply.cost());
    assertThat(calling.run().spent()).isEqualTo(reply.cost());
    assertThat(calling.reserved()).as("a further attempt asks for more").isFalse();
    assertThat(fixture.limits.inFlight("openai")).isZero();
    assertThat(
            fixture
                .counters
                .calls(new Counters.CallKind("openai", "gpt-4o-mini", CallOutcome.ANSWERED))
                .count())
        .isEqualTo(1);
  }

  @Test
  void aReplyWithoutItsUsageStaysAtItsWorstCase() throws Exception {
    CallInProgress calling = sent(call(1));
    byte[] body =
        "{\"model\":\"gpt-4o-mini\",\"choices\":[{\"message\":{\"content\":\"An oak\"},\"finish_reason\":\"stop\"}]}"
            .getBytes(StandardCharsets.UTF_8);
    Reply reply = calls.received(calling, 200, Map.of(), body, 12);
    assertThat(reply.known()).isFalse();
    assertThat(stored(calling).state()).isEqualTo(CallState.AT_RISK);
    assertThat(atRisk()).isEqualTo(calling.call().worst());
  }

  @Test
  void aReplyBeyondItsBoundIsABreach() throws Exception {
    CallInProgress calling = sent(call(1));
    Reply reply =
        calls.received(
            calling, 200, Map.of(), BatchFixture.reply("gpt-4o-mini", "An oak", 900_000, 10), 12);
    assertThat(reply.cost().exceeds(calling.call().worst())).isTrue();
    assertThat(fixture.breaches)
        .singleElement()
        .asString()
        .contains("a reply of openai/gpt-4o-mini cost $0.135006 where", "was the most it could");
  }

  /** For each reply of a provider: whether it is tried again, and whether it may have cost. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # status, again, state,   usable later
          400,      false, FREE
          401,      false, FREE
          404,      false, FREE
          408,      true,  AT_RISK
          429,      true,  FREE
          500,      true,  FREE
          502,      true,  AT_RISK
          503,      true,  FREE
          504,      true,  AT_RISK
          529,      true,  FREE
          """)
  void aRefusalIsSettledByItsStatus(int status, boolean again, CallState state) throws Exception {
    CallInProgress calling = sent(call(1));
    CallFailedException failed = refused(calling, status, "not now");
    assertThat(calls.mayTryAgain(calling, failed.outcome())).isEqualTo(again);
    assertThat(stored(calling).state()).isEqualTo(state);
    assertThat(stored(calling).httpStatus()).isEqualTo(status);
    assertThat(calling.reserved())
        .as("what was or may have been billed uses up the hold")
        .isEqualTo(state == CallState.FREE);
  }

  @Test
  void anErrorThatRepeatsTheKeyIsToldWithoutIt() throws Exception {
    CallInProgress calling = sent(call(1));
    CallFailedException failed = refused(calling, 401, "Incorrect API key provided: sk-secret");
    assertThat(failed.outcome().message()).contains("[key]").doesNotContain("sk-secret");
    assertThat(stored(calling).error()).doesNotContain("sk-secret");
  }

  @Test
  void thereAreAsManyAttemptsAsTheOptionSays() throws Exception {
    CallInProgress calling = call(1);
    for (int attempt = 1; attempt <= 3; attempt++) {
      CallFailedException failed = refused(sent(calling), 500, "sorry");
      assertThat(calls.mayTryAgain(calling, failed.outcome()))
          .as("after attempt %d", attempt)
          .isEqualTo(attempt < 3);
    }
    assertThat(stored(calling).no()).as("each has an intent of its own").isEqualTo(3);
  }

  @Test
  void toBeAskedToWaitIsNoFailedAttempt() throws Exception {
    CallInProgress calling = call(1);
    for (int i = 0; i < 5; i++) {
      CallFailedException failed =
          refused(sent(calling), 429, Map.of("retry-after", "1"), "slow down");
      assertThat(calls.mayTryAgain(calling, failed.outcome())).isTrue();
      fixture.clock.goOn(Duration.ofSeconds(2));
    }
    assertThat(calling.failures()).isZero();
    assertThat(calling.attempts()).isEqualTo(5);
  }

  @Test
  void whatCanNotBeReadIsAskedOnceMoreAtMost() throws Exception {
    CallInProgress calling = call(1);
    for (int attempt = 1; attempt <= 2; attempt++) {
      sent(calling);
      CallFailedException failed =
          catchThrowableOfType(
              CallFailedException.class,
              () ->
                  calls.received(
                      calling, 200, Map.of(), "<html>".getBytes(StandardCharsets.UTF_8), 3));
      assertThat(calls.mayTryAgain(calling, failed.outcome())).isEqualTo(attempt == 1);
      assertThat(stored(calling).state()).isEqualTo(CallState.AT_RISK);
    }
  }

  @ParameterizedTest
  @CsvSource({"PARTLY_SENT, FREE", "SENT, AT_RISK", "RESPONDING, AT_RISK"})
  void aLostConnectionCostsByHowFarTheRequestGot(CallProgress far, CallState state)
      throws Exception {
    CallInProgress calling = sent(call(1));
    calling.progress(far);
    CallFailedException failed = lost(calling, new SocketTimeoutException("no reply"));
    assertThat(failed.outcome().retryable()).isTrue();
    assertThat(stored(calling).state()).isEqualTo(state);
    assertThat(stored(calling).progress()).isEqualTo(far);
  }

  @Test
  void whatWasNeverConnectedIsFree() throws Exception {
    CallInProgress calling = sent(call(1));
    CallFailedException failed = lost(calling, new ConnectException("refused"));
    assertThat(failed.outcome().retryable()).isTrue();
    assertThat(stored(calling).state()).isEqualTo(CallState.FREE);
    assertThat(stored(calling).progress()).isEqualTo(CallProgress.NOT_CONNECTED);
  }

  private CallFailedException lost(CallInProgress calling, Throwable failure) {
    return catchThrowableOfType(CallFailedException.class, () -> calls.lost(calling, failure, 3));
  }

  @ParameterizedTest
  @EnumSource(SendCancelledException.Reason.class)
  void aRequestThatWasHeldBackIsNoAttempt(SendCancelledException.Reason reason) throws Exception {
    CallInProgress calling = sent(call(1));
    CallFailedException failed = lost(calling, new SendCancelledException(reason));
    assertThat(calls.mayTryAgain(calling, failed.outcome())).isTrue();
    assertThat(calling.attempts()).isZero();
    assertThat(calling.run().attempts()).isZero();
    assertThat(stored(calling).state()).isEqualTo(CallState.FREE);
    assertThat(stored(calling).progress()).isEqualTo(CallProgress.UNSENT);
    assertThat(fixture.limits.inFlight("openai")).isZero();
  }

  @Test
  void aRequestThatIsHeldBackForEverPausesItsBatch() throws Exception {
    CallInProgress calling = call(1);
    CallFailedException failed = null;
    for (int i = 0; i < CallInProgress.MOST_HELD_BACK; i++) {
      failed =
          lost(
              sent(calling),
              new SendCancelledException(SendCancelledException.Reason.LEASE_UNSURE));
    }
    assertThat(calls.mayTryAgain(calling, failed.outcome())).isFalse();
    CallResult ended = calls.giveUp(calling, failed, STEP);
    assertThat(ended.ending()).isEqualTo(Ending.UNDONE);
    assertThat(batch.stopRequest()).isEqualTo(StopRequest.PAUSE);
    assertThat(batch.reason()).contains("openai", "could not be sent in 300 tries", "lease");
  }

  /** For each request to stop: may a call begin, may it be sent, may it be tried again. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # request,     begins, sent,  tried again after a failure, after being asked to wait
          NONE,          true,   true,  true,  true
          PAUSE,         true,   true,  true,  true
          REFUSED,       false,  false, false, false
          PAUSE_BY_USER, true,   true,  true,  false
          CANCEL,        true,   true,  true,  false
          BREACH,        true,   true,  true,  true
          LEAVE,         false,  false, false, false
          CLAIM_AGAIN,   false,  false, false, false
          TAKEN_OVER,    false,  false, false, false
          """)
  void eachRequestToStopHasOneAnswer(
      StopRequest request, boolean begins, boolean sends, boolean again, boolean waits)
      throws Exception {
    CallInProgress failing = sent(call(1));
    CallFailedException failed = refused(failing, 500, "sorry");
    CallInProgress asked = sent(call(2));
    CallFailedException wait = refused(asked, 429, Map.of("retry-after", "1"), "slow down");
    fixture.clock.goOn(Duration.ofMinutes(1));
    CallInProgress fresh = call(3);
    CallInProgress leaving = call(4);
    if (request != StopRequest.NONE) {
      batch.stop(request, "why");
    }
    assertThat(calls.mayGoOn(fresh)).isEqualTo(begins);
    if (begins) {
      calls.intend(fresh);
    } else {
      assertThatThrownBy(() -> calls.intend(fresh)).isInstanceOf(RuntimeException.class);
      assertThat(fixture.ledger.results().calls(batch.context().no(), 3))
          .as("no intent is written for a call that can't be made")
          .isEmpty();
    }
    if (sends) {
      calls.leaves(leaving);
    } else {
      assertThatThrownBy(() -> calls.leaves(leaving))
          .isInstanceOf(SendCancelledException.class)
          .hasMessageContaining("no further call of the batch may begin");
    }
    assertThat(calls.mayTryAgain(failing, failed.outcome())).isEqualTo(again);
    assertThat(calls.mayTryAgain(asked, wait.outcome())).isEqualTo(waits);
  }

  @Test
  void nothingIsSentOnceTheLeaseMayHaveRunOut() {
    CallInProgress calling = call(1);
    fixture.ticker.goOn(Duration.ofSeconds(15));
    assertThatThrownBy(() -> calls.leaves(calling))
        .isInstanceOf(SendCancelledException.class)
        .hasMessageContaining("the lease of the batch may have run out");
  }

  @Test
  void outOfCreditPausesTheBatchAndTheNextCallIsNotMade() throws Exception {
    CallInProgress calling = sent(call(1));
    CallFailedException failed =
        refused(
            calling,
            429,
            "You exceeded your current quota, please check your plan and billing details.");
    assertThat(failed.outcome().outOfCredit()).isTrue();
    CallResult ended = calls.giveUp(calling, failed, STEP);
    assertThat(ended.ending()).isEqualTo(Ending.UNDONE);
    assertThat(batch.outOfCredit()).isTrue();
    assertThat(batch.reason()).startsWith("out of credit at openai: ");
    CallInProgress next = call(2);
    Throwable notMade = catchThrowableOfType(RuntimeException.class, () -> calls.intend(next));
    assertThat(calls.giveUp(next, notMade, STEP).ending()).isEqualTo(Ending.UNDONE);
    assertThat(fixture.ledger.results().calls(batch.context().no(), 2)).isEmpty();
  }

  @Test
  void aWrongKeyMetByThreeRowsPausesTheBatchAndTheirTasksStayUndone() throws Exception {
    for (int seq = 1; seq <= 3; seq++) {
      CallInProgress calling = sent(call(seq));
      CallFailedException failed = refused(calling, 401, "wrong key");
      CallResult ended = calls.giveUp(calling, failed, STEP);
      assertThat(ended.ending()).isEqualTo(seq < 3 ? Ending.FAILED : Ending.UNDONE);
    }
    assertThat(batch.stopRequest()).isEqualTo(StopRequest.REFUSED);
    assertThat(batch.reason()).contains("calls to openai are refused", "resume");
  }

  @Test
  void aFailedCallSaysHowOftenItWasTried() throws Exception {
    CallInProgress calling = sent(call(1));
    CallResult ended = calls.giveUp(calling, refused(calling, 400, "bad"), STEP);
    assertThat(ended.ending()).isEqualTo(Ending.FAILED);
    assertThat(ended.error()).isEqualTo("HTTP 400: bad (1 attempt)");
  }

  @Test
  void whatNobodyForesawPausesTheBatchWithTheStep() throws Exception {
    CallInProgress calling = sent(call(1));
    CallResult ended = calls.giveUp(calling, new IllegalStateException("boom"), STEP);
    assertThat(ended.ending()).isEqualTo(Ending.UNDONE);
    assertThat(batch.reason()).isEqualTo("an unexpected error: " + STEP + " failed: boom");
  }

  @Test
  void aStopIsNoFailure() throws Exception {
    CallInProgress calling = call(1);
    batch.stop(StopRequest.LEAVE, "the program stopped");
    Throwable stopped = catchThrowableOfType(RuntimeException.class, () -> calls.intend(calling));
    CallResult ended = calls.giveUp(calling, stopped, STEP);
    assertThat(ended.ending()).isEqualTo(Ending.UNDONE);
    assertThat(ended.error()).isEqualTo("the program stops");
  }

  @Test
  void aFurtherAttemptThatTheTaskCapDoesNotLeaveRoomForEndsTheCall() throws Exception {
    Dollars worst = call(9).call().worst();
    ActiveBatch tight =
        active.claim(
            fixture.accept(1, Map.of("per-run-cap", worst.toBigDecimal().toPlainString())).id());
    CallInProgress calling = fixture.admitted(tight, 1).calls().get(0);
    sent(calling);
    refused(calling, 502, "bad gateway");
    CapExceededException refused =
        catchThrowableOfType(CapExceededException.class, () -> calls.intend(calling));
    CallResult ended = calls.giveUp(calling, refused, STEP);
    assertThat(ended.ending()).isEqualTo(Ending.REFUSED_BY_RUN_CAP);
    assertThat(ended.error()).contains("no money for a further attempt", worst.format(4));
  }

  @Test
  void aMockAnswerIsFreeAndAsksNobody() throws Exception {
    ActiveBatch mock = active.claim(fixture.accept(1, Mode.MOCK, Map.of()).id());
    CallInProgress calling = fixture.admitted(mock, Task.of(1, "Name a tree")).calls().get(0);
    calls.intend(calling);
    calls.pace(calling);
    assertThat(calling.takeTicket()).isNull();
    Reply reply = calls.mocked(calling, calls.mock(calling), 0);
    assertThat(reply.text()).contains("[mock]");
    assertThat(reply.cost()).isEqualTo(Dollars.ZERO);
    assertThat(calling.endpoint()).isEqualTo(CallInProgress.MOCK);
  }

  @Test
  void theQueryOfAProvidersAddressIsInNoPath() {
    CallInProgress calling = call(1);
    assertThat(calls.path(calling)).isEqualTo("/v1/chat/completions");
  }

  @Test
  void thePaceIsCounted() throws IOException, InterruptedException {
    Run run = fixture.admitted(batch, 1);
    CallInProgress calling = run.calls().get(0);
    calls.intend(calling);
    calls.pace(calling);
    assertThat(fixture.counters.waits(Counters.Waited.PACE).count()).isEqualTo(1);
    assertThat(fixture.counters.waits(Counters.Waited.PACE).nanos())
        .as("the ticker stood still")
        .isZero();
  }
}
