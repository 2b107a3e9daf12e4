package org.batchrunner.batch.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.batchrunner.batch.BatchFixture;
import org.batchrunner.batch.active.ActiveBatch;
import org.batchrunner.batch.call.CallAccounting;
import org.batchrunner.ledger.CallRecord;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.Settlement;
import org.batchrunner.ledger.StoredReply;
import org.batchrunner.money.Dollars;
import org.batchrunner.money.Tokens;
import org.batchrunner.provider.DecodedReply;
import org.batchrunner.task.Draft;
import org.batchrunner.task.Mode;
import org.batchrunner.task.Reply;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.batchrunner.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a restart finds in the ledger: replies to go on from, and what earlier calls have cost. */
class ReplyReplayTest {

  private static final List<String> TWO =
      List.of(BatchFixture.MODEL, "anthropic/claude-sonnet-4-5");

  @TempDir Path home;
  private BatchFixture fixture;
  private CallAccounting book;
  private ReplyReplay replay;
  private ActiveBatch batch;

  @BeforeEach
  void open() {
    fixture = new BatchFixture(home);
    book = fixture.accounting();
    replay = new ReplyReplay(fixture.debate, fixture.judge, fixture.ledger);
    batch =
        fixture
            .program()
            .claim(fixture.accept(5, Map.of("debaters", TWO, "workflow", "debate")).id());
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Reply pay(CallInProgress calling, String text) {
    book.intend(calling);
    calling.sending(0);
    Reply reply =
        book.settle(
            calling,
            new DecodedReply(
                calling.call().model().model(), text, Tokens.of(10, 5), Reply.Finish.STOP, null),
            7);
    fixture.flush();
    return reply;
  }

  private static String draft(String answer) {
    return "{\"answer\": \"%s\", \"evidence\": [], \"confidence\": 0.5, \"safety_flags\": []}"
        .formatted(answer);
  }

  /** As the admission makes it: with the replies that the ledger has. */
  private Run found(int seq) {
    Run run = fixture.planned(batch, Task.of(seq, "Name tree number " + seq));
    for (CallInProgress calling : run.calls()) {
      Map<String, StoredReply> stored =
          fixture.ledger.replies().find(batch.context().no(), List.of(calling.call().key()));
      StoredReply reply = stored.get(calling.call().key());
      calling.stored(reply == null ? null : ReplyCache.reply(reply));
    }
    return run;
  }

  @Test
  void withoutAllDraftsNothingIsKnownOfTheJudge() {
    Run run = fixture.admitted(batch, 1);
    pay(run.calls().get(0), draft("An oak"));
    assertThat(replay.judge(found(1))).isEmpty();
  }

  @Test
  void withAllDraftsTheJudgesCallIsWhatIsLeftToPay() {
    Run run = fixture.admitted(batch, 1);
    run.calls().forEach(calling -> pay(calling, draft("An oak")));
    ReplyReplay.Foreseen foreseen = replay.judge(found(1)).orElseThrow();
    assertThat(foreseen.judgments()).isEmpty();
    assertThat(foreseen.worst().isZero()).isFalse();
    assertThat(foreseen.worst().compareTo(run.judgeWorst()))
        .as("the drafts are known, and shorter than they could be")
        .isNotPositive();
  }

  @Test
  void aJudgmentThatIsThereCostsNothing() {
    Run run = fixture.admitted(batch, 1);
    run.calls().forEach(calling -> pay(calling, draft("An oak")));
    CallInProgress judging = judging(run);
    pay(
        judging,
        "{\"scores\": [{\"draft\": \"A\", \"task_fit\": 4, \"support\": 4, \"clarity\": 2}, {\"draft\": \"B\", \"task_fit\": 1, \"support\": 1, \"clarity\": 1}]}");
    ReplyReplay.Foreseen foreseen = replay.judge(found(1)).orElseThrow();
    assertThat(foreseen.judgments()).hasSize(1);
    assertThat(foreseen.open()).isNull();
    assertThat(foreseen.worst()).isEqualTo(Dollars.ZERO);
  }

  @Test
  void aJudgmentThatIsNotInFormLeavesTheSecondAskingToPay() {
    Run run = fixture.admitted(batch, 1);
    run.calls().forEach(calling -> pay(calling, draft("An oak")));
    pay(judging(run), "both are fine");
    ReplyReplay.Foreseen foreseen = replay.judge(found(1)).orElseThrow();
    assertThat(foreseen.judgments()).hasSize(1);
    assertThat(foreseen.open()).isNotNull();
  }

  private CallInProgress judging(Run run) {
    List<CallResult> answers =
        found(run.task().seq()).calls().stream()
            .map(calling -> CallResult.replied(calling, calling.stored()))
            .toList();
    CallInProgress made = (CallInProgress) fixture.judge.ask(fixture.debate.read(answers));
    // Made of the run that was admitted, so that its numbers go on.
    CallInProgress judging = new CallInProgress(run, made.call(), made.prompt(), true);
    judging.sitting(made.sitting());
    return judging;
  }

  @Test
  void aResultThatIsMadeWithoutRunningTellsWhatWasPaidBefore() {
    Run run = fixture.admitted(batch, 1);
    Reply paid = pay(run.calls().get(0), draft("An oak"));
    CallInProgress other = run.calls().get(1);
    book.intend(other);
    Settlement lost = Settlement.atRisk(1, other.intent(), 502, "HTTP 502", 3);
    assertThat(Ledger.await(fixture.ledger.money().settle(batch.context().no(), lost))).isTrue();
    PriorCalls prior = new PriorCalls(fixture.ledger, fixture.planner, fixture.debate);
    Result bare =
        Result.without(run.task(), Status.SKIPPED_BATCH_CAP, "the batch was stopped", Mode.REAL);
    Result billed = prior.billed(batch.context(), Set.of(1), run.task(), bare);
    assertThat(billed.status()).isEqualTo(Status.SKIPPED_BATCH_CAP);
    assertThat(billed.costEstimate()).isEqualTo(paid.cost());
    assertThat(billed.spent()).isEqualTo(paid.cost().plus(other.call().worst()));
    assertThat(billed.attempts()).isEqualTo(2);
    assertThat(billed.error()).isEqualTo("HTTP 502");
    assertThat(billed.drafts()).extracting(Draft::text).containsExactly("An oak", null);
    assertThat(billed.drafts().get(1).error()).contains("HTTP 502");
  }

  @Test
  void aTaskThatWasNeverBegunHasNothingToTell() {
    Task task = Task.of(2, "Name a bird");
    PriorCalls prior = new PriorCalls(fixture.ledger, fixture.planner, fixture.debate);
    Result bare = Result.without(task, Status.CANCELLED, "why", Mode.REAL);
    assertThat(prior.billed(batch.context(), Set.of(1), task, bare)).isSameAs(bare);
  }

  @Test
  void callsOfAnEarlierLeaseCountInTheRunThatGoesOn() {
    Run run = fixture.admitted(batch, 1);
    Reply paid = pay(run.calls().get(0), draft("An oak"));
    Run goesOn = found(1);
    List<CallRecord> calls = fixture.ledger.results().calls(batch.context().no(), 1);
    calls.forEach(goesOn::countPrior);
    assertThat(goesOn.attempts()).isEqualTo(1);
    assertThat(goesOn.spent()).isEqualTo(paid.cost());
    assertThat(goesOn.usages()).hasSize(1);
  }
}
