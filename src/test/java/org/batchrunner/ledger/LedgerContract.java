package org.batchrunner.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.batchrunner.ledger.Ledger.await;
import static org.batchrunner.ledger.Samples.LEASE;
import static org.batchrunner.ledger.Samples.MODEL;
import static org.batchrunner.ledger.Samples.OWNER;
import static org.batchrunner.ledger.Samples.answered;
import static org.batchrunner.ledger.Samples.batch;
import static org.batchrunner.ledger.Samples.caps;
import static org.batchrunner.ledger.Samples.claimed;
import static org.batchrunner.ledger.Samples.dollars;
import static org.batchrunner.ledger.Samples.hold;
import static org.batchrunner.ledger.Samples.intent;
import static org.batchrunner.ledger.Samples.result;
import static org.batchrunner.ledger.Samples.settled;
import static org.batchrunner.money.Admission.ADMIT;
import static org.batchrunner.money.Admission.BLOCKED_BY_RUN_CAP;
import static org.batchrunner.money.Admission.SKIPPED_BY_BATCH_CAP;
import static org.batchrunner.money.Admission.WAIT;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.batchrunner.app.SettableClock;
import org.batchrunner.ledger.Accepted.How;
import org.batchrunner.ledger.Claim.Prior;
import org.batchrunner.ledger.ResultStore.Filter;
import org.batchrunner.ledger.ResultStore.Sort;
import org.batchrunner.money.Dollars;
import org.batchrunner.money.Grant;
import org.batchrunner.money.Tokens;
import org.batchrunner.task.BatchState;
import org.batchrunner.task.CallProgress;
import org.batchrunner.task.Phase;
import org.batchrunner.task.Reply.Finish;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.batchrunner.task.options.Options;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What the ledger promises, on any database. */
abstract class LedgerContract {

  static final Predicate<String> ALIVE = owner -> false;
  private static final Options CAPS = caps("1", "2");
  private static final InboxFile DROP = new InboxFile("inbox/a.csv", "inode 1", "sha-of-a");

  final SettableClock clock = new SettableClock(Instant.parse("2025-01-02T03:04:05Z"));
  Ledger ledger;

  /** Of a database that is empty at the beginning of each test. */
  abstract LedgerSettings settings();

  @BeforeEach
  void open() {
    ledger = Ledger.open(settings(), clock);
  }

  @AfterEach
  void close() {
    assertThat(ledger.upkeep().integrity()).isEmpty();
    ledger.close();
  }

  private void reopen() {
    ledger.close();
    open();
  }

  private BatchStore batches() {
    return ledger.batches();
  }

  private MoneyLedger money() {
    return ledger.money();
  }

  private BatchRecord find(String id) {
    return batches().find(id).orElseThrow();
  }

  private Claim reclaim(String id) {
    return batches().claim(id, "owner-2", LEASE, owner -> true).orElseThrow();
  }

  private void assertMoney(long no, String settled, String atRisk, String held) {
    BatchRecord batch = Samples.current(ledger, no);
    assertThat(batch.budget().settled()).as("settled").isEqualTo(dollars(settled));
    assertThat(batch.budget().atRisk()).as("at risk").isEqualTo(dollars(atRisk));
    assertThat(batch.budget().held()).as("held").isEqualTo(dollars(held));
  }

  // Acceptance

  @Test
  void anAcceptedBatchIsThereAfterARestart() {
    Options options = CAPS.with(Map.of("system", "Sei höflich\u0000 \ud83d\ude00"));
    Accepted accepted = batches().accept(batch("a", options), DROP);
    reopen();
    BatchRecord found = find("a");
    assertThat(found).isEqualTo(accepted.batch());
    assertThat(found.options()).isEqualTo(options);
    assertThat(found.state()).isEqualTo(BatchState.ACCEPTED);
    assertThat(found.budget().cap()).isEqualTo(dollars("2"));
    assertThat(found.acceptedAt()).isEqualTo(clock.instant());
  }

  @Test
  void theSameDropSeenAgainIsTheSameBatch() {
    Accepted first = batches().accept(batch("a", CAPS), DROP);
    Accepted second = batches().accept(batch("a", CAPS), DROP);
    assertThat(first.how()).isEqualTo(How.NEW);
    assertThat(second.how()).isEqualTo(How.SAME_DROP);
    assertThat(second.batch().id()).isEqualTo("a");
  }

  @Test
  void theSameDropIsTheSameBatchEvenWhenThatHasEnded() {
    Claim claim = accepted("a", DROP);
    finish(claim);
    assertThat(batches().accept(batch("a", CAPS), DROP).how()).isEqualTo(How.SAME_DROP);
  }

  @Test
  void aDropThatHasMovedIsAnotherOneNextTime() {
    Claim claim = accepted("a", DROP);
    finish(claim);
    batches().moved(DROP);
    Accepted again = batches().accept(batch("a", CAPS), DROP);
    assertThat(again.how()).isEqualTo(How.NEW);
    assertThat(again.batch().id()).isEqualTo("a-2");
    assertThat(again.batch().no()).isNotEqualTo(claim.batch().no());
  }

  @Test
  void theSameContentJoinsAnUnfinishedBatch() {
    batches().accept(batch("a", CAPS), DROP);
    Accepted second =
        batches().accept(batch("a", CAPS), new InboxFile("inbox/b.csv", "inode 2", "sha-of-a"));
    assertThat(second.how()).isEqualTo(How.JOINED);
    assertThat(second.batch().id()).isEqualTo("a");
  }

  @Test
  void otherOptionsAreAnotherBatchHoweverTheyAreWritten() {
    batches().accept(batch("a", Options.of(Map.of("per-batch-cap", "5.00"))), null);
    assertThat(batches().accept(batch("a", Options.DEFAULTS), null).how()).isEqualTo(How.JOINED);
    Accepted other = batches().accept(batch("A", CAPS), null);
    assertThat(other.how()).isEqualTo(How.NEW);
    assertThat(other.batch().id()).isEqualTo("A-2");
    Accepted sameName = batches().accept(batch("a", caps("1", "3")), null);
    assertThat(sameName.batch().id()).isEqualTo("a-3");
  }

  @Test
  void aFinishedBatchIsNotJoined() {
    finish(accepted("a", null));
    assertThat(batches().accept(batch("a", CAPS), null).how()).isEqualTo(How.NEW);
  }

  @Test
  void batchesAreListedNewestFirst() {
    for (String id : List.of("a", "b", "c")) {
      batches().accept(batch(id, CAPS), null);
    }
    claim("b");
    assertThat(batches().list(Set.of(), 0, 2).rows()).extracting("id").containsExactly("c", "b");
    assertThat(batches().list(Set.of(), 2, 2).rows()).extracting("id").containsExactly("a");
    Page<BatchRecord> running = batches().list(EnumSet.of(BatchState.RUNNING), 0, 10);
    assertThat(running.rows()).extracting("id").containsExactly("b");
    assertThat(running.total()).isEqualTo(1);
  }

  @Test
  void batchesAreFoundByNameAndTime() {
    Instant before = clock.instant();
    batches().accept(batch("Moon_1", CAPS), null);
    clock.goOn(Duration.ofMinutes(1));
    batches().accept(batch("tides", CAPS), null);
    assertThat(found("moon", null, null)).containsExactly("Moon_1");
    assertThat(found("o__1", null, null)).isEmpty();
    assertThat(found("%", null, null)).isEmpty();
    assertThat(found(null, before.plusSeconds(1), null)).containsExactly("tides");
    assertThat(found(null, null, before.plusSeconds(1))).containsExactly("Moon_1");
  }

  private List<String> found(@Nullable String words, @Nullable Instant from, @Nullable Instant to) {
    BatchFilter filter = new BatchFilter(Set.of(BatchState.ACCEPTED), words, from, to);
    return batches().list(filter, 0, 9).rows().stream().map(BatchRecord::id).toList();
  }

  // Leases

  @Test
  void aBatchIsClaimedOnce() {
    accepted("a", null);
    assertThat(batches().claim("a", "owner-2", LEASE, ALIVE)).isEmpty();
    assertThat(batches().workable(ALIVE)).isEmpty();
  }

  @Test
  void anExpiredLeaseIsTakenOverAndTheOldHolderIsRefused() {
    Claim first = accepted("a", null);
    clock.goOn(LEASE);
    assertThat(batches().workable(ALIVE)).extracting("id").containsExactly("a");
    Claim second = batches().claim("a", "owner-2", LEASE, ALIVE).orElseThrow();
    assertThat(second.epoch()).isEqualTo(first.epoch() + 1);
    assertThat(batches().heartbeat("a", OWNER, first.epoch(), LEASE).mine()).isFalse();
    assertThatThrownBy(
            () -> batches().release("a", OWNER, first.epoch(), BatchState.ACCEPTED, null))
        .isInstanceOf(LeaseLostException.class);
    long no = first.batch().no();
    List<Hold> holds = List.of(hold(1, "0.1", "1", "0.1"));
    assertThatThrownBy(() -> await(money().admit(no, first.epoch(), holds)))
        .isInstanceOf(LeaseLostException.class);
    assertThat(await(money().record(no, first.epoch(), result(1, Status.FAILED, "0", null))))
        .isFalse();
    assertThat(await(money().admit(no, second.epoch(), holds))).containsExactly(ADMIT);
    assertThatThrownBy(
            () -> await(money().intend(no, first.epoch(), intent(1, 2, "0.1"), Dollars.ZERO)))
        .isInstanceOf(LeaseLostException.class);
  }

  /** At worst another takes the batch: what the first holder does then is refused, not mixed in. */
  @Test
  void aClockThatJumpsForwardCostsALeaseAndNothingElse() {
    Claim first = accepted("a", null);
    long no = first.batch().no();
    await(money().admit(no, first.epoch(), List.of(hold(1, "0.2", "1", "0.1"))));
    clock.goOn(Duration.ofDays(30));
    assertThat(batches().heartbeat("a", OWNER, first.epoch(), LEASE).mine())
        .as("nobody has taken it meanwhile")
        .isTrue();
    clock.goOn(Duration.ofDays(30));
    Claim second = batches().claim("a", "owner-2", LEASE, ALIVE).orElseThrow();
    assertThat(batches().heartbeat("a", OWNER, first.epoch(), LEASE).mine()).isFalse();
    assertThat(await(money().settle(no, settled(1, 1, "0.02")))).as("what was paid").isTrue();
    assertThat(await(money().record(no, first.epoch(), result(1, Status.FAILED, "0", null))))
        .isFalse();
    BatchRecord batch = Samples.current(ledger, no);
    assertThat(batch.budget().settled()).isEqualTo(dollars("0.02"));
    assertThat(batch.budget().atRisk()).isEqualTo(Dollars.ZERO);
    assertThat(await(money().admit(no, second.epoch(), List.of(hold(1, "0.2", "1")))))
        .containsExactly(ADMIT);
  }

  @Test
  void aClockThatIsPutBackKeepsTheHolderAndItsHeartbeatPutsTheLeaseRight() {
    Claim claim = accepted("a", null);
    clock.goOn(Duration.ofDays(-30));
    assertThat(batches().claim("a", "owner-2", LEASE, ALIVE)).isEmpty();
    assertThat(batches().heartbeat("a", OWNER, claim.epoch(), LEASE).mine()).isTrue();
    clock.goOn(LEASE);
    assertThat(batches().claim("a", "owner-2", LEASE, ALIVE)).as("it has run out").isPresent();
  }

  @Test
  void aHeartbeatKeepsTheLeaseAndTellsWhatIsWanted() {
    Claim claim = accepted("a", null);
    clock.goOn(LEASE.minusMillis(1));
    assertThat(batches().heartbeat("a", OWNER, claim.epoch(), LEASE))
        .isEqualTo(new HeartbeatReply(true, RequestedState.RUN, 1));
    clock.goOn(LEASE.minusMillis(1));
    assertThat(batches().claim("a", "owner-2", LEASE, ALIVE)).isEmpty();
    batches().want("a", RequestedState.PAUSE, null);
    batches().options("a", caps("1", "9"));
    assertThat(batches().heartbeat("a", OWNER, claim.epoch(), LEASE))
        .isEqualTo(new HeartbeatReply(true, RequestedState.PAUSE, 2));
  }

  @Test
  void aDeadOwnersLeaseIsTakenAtOnce() {
    accepted("a", null);
    assertThat(batches().workable(OWNER::equals)).extracting("id").containsExactly("a");
    assertThat(batches().claim("a", "owner-2", LEASE, OWNER::equals)).isPresent();
  }

  @Test
  void aReleasedBatchIsThereForOthers() {
    Claim claim = accepted("a", null);
    batches().release("a", OWNER, claim.epoch(), BatchState.ACCEPTED, null);
    assertThat(batches().claim("a", "owner-2", LEASE, ALIVE)).isPresent();
  }

  @Test
  void anEndedBatchIsWorkableUntilItsReportsAreWritten() {
    Claim claim = accepted("a", null);
    batches().become("a", OWNER, claim.epoch(), BatchState.FINISHED, null);
    assertThat(batches().workable(ALIVE)).isEmpty();
    clock.goOn(LEASE);
    assertThat(batches().workable(ALIVE)).extracting("id").containsExactly("a");
    Claim second = batches().claim("a", "owner-2", LEASE, ALIVE).orElseThrow();
    assertThat(second.batch().state()).isEqualTo(BatchState.FINISHED);
    batches().reported("a", "owner-2", second.epoch(), 0);
    assertThat(batches().workable(ALIVE)).isEmpty();
    assertThat(batches().claim("a", "owner-3", LEASE, ALIVE)).isEmpty();
    assertThat(find("a").finishedAt()).isEqualTo(clock.instant().minus(LEASE));
  }

  // What users want

  @Test
  void aBatchThatNobodyWorksPausesAndResumesAtOnce() {
    batches().accept(batch("a", CAPS), null);
    BatchRecord paused = batches().want("a", RequestedState.PAUSE, "as you wished");
    assertThat(paused.state()).isEqualTo(BatchState.PAUSED);
    assertThat(paused.reason()).isEqualTo("as you wished");
    assertThat(batches().workable(ALIVE)).isEmpty();
    assertThat(batches().claim("a", OWNER, LEASE, ALIVE)).isEmpty();
    BatchRecord resumed = batches().want("a", RequestedState.RUN, null);
    assertThat(resumed.state()).isEqualTo(BatchState.ACCEPTED);
    assertThat(resumed.reason()).isNull();
  }

  @Test
  void aBatchThatIsWorkedPausesWhenItsHolderGivesItBack() {
    Claim claim = accepted("a", null);
    assertThat(batches().want("a", RequestedState.PAUSE, null).state())
        .isEqualTo(BatchState.RUNNING);
    BatchRecord released = batches().release("a", OWNER, claim.epoch(), BatchState.ACCEPTED, null);
    assertThat(released.state()).isEqualTo(BatchState.PAUSED);
  }

  @Test
  void aCancelledBatchIsLeftToBeClaimedEvenIfItWasPaused() {
    batches().accept(batch("a", CAPS), null);
    batches().want("a", RequestedState.PAUSE, null);
    batches().want("a", RequestedState.CANCEL, null);
    assertThat(batches().workable(ALIVE)).extracting("id").containsExactly("a");
    Claim claim = claim("a");
    assertThat(claim.batch().wanted()).isEqualTo(RequestedState.CANCEL);
    batches().release("a", OWNER, claim.epoch(), BatchState.CANCELLED, null);
    assertThatThrownBy(() -> batches().want("a", RequestedState.RUN, null))
        .isInstanceOf(LedgerException.class)
        .hasMessage("batch a is cancelled and can't be resumed");
  }

  @Test
  void aStateThatIsNotAllowedIsRefused() {
    Claim claim = accepted("a", null);
    batches().become("a", OWNER, claim.epoch(), BatchState.FINISHED, null);
    assertThatThrownBy(() -> batches().release("a", OWNER, claim.epoch(), BatchState.PAUSED, null))
        .hasMessage("batch a is finished and can't become paused");
  }

  @Test
  void anUnknownBatchIsNamed() {
    assertThatThrownBy(() -> batches().want("nope", RequestedState.RUN, null))
        .hasMessage("there is no batch nope in the ledger");
    assertThatThrownBy(() -> await(money().admit(99, 1, List.of())))
        .hasMessage("there is no batch number 99 in the ledger");
  }

  /** It is paused with the time of its probe, is workable then, and at once if it is resumed. */
  @Test
  void aBatchThatWaitsForCreditIsWorkableWhenItsProbeIsDue() {
    Claim claim = accepted("a", null);
    Instant at = clock.instant().plusSeconds(60);
    CreditProbe probe = new CreditProbe(at, "openai", 3);
    batches().become("a", OWNER, claim.epoch(), BatchState.PAUSED, "out of credit", probe);
    batches().release("a", OWNER, claim.epoch(), BatchState.PAUSED, "out of credit", probe);
    assertThat(batches().find("a").orElseThrow().probe()).isEqualTo(probe);
    assertThat(batches().workable(ALIVE)).isEmpty();
    assertThat(batches().claim("a", OWNER, LEASE, ALIVE)).isEmpty();

    clock.goOn(Duration.ofSeconds(60));
    assertThat(batches().workable(ALIVE)).hasSize(1);
    assertThat(batches().want("a", RequestedState.PAUSE, "paused by the user").reason())
        .isEqualTo("paused by the user");
    assertThat(batches().workable(ALIVE)).isEmpty();
    assertThat(batches().want("a", RequestedState.RUN, null).probe())
        .isEqualTo(new CreditProbe(CreditProbe.AT_ONCE, "openai", 0));
    Claim again = batches().claim("a", OWNER, LEASE, ALIVE).orElseThrow();
    assertThat(again.batch().probe()).as("whoever is killed now tries again").isNotNull();
    batches().release("a", OWNER, again.epoch(), BatchState.ACCEPTED, null);
    assertThat(batches().find("a").orElseThrow().probe()).isNull();
  }

  @Test
  void whatWasHeldForNothingIsSummedUp() {
    Claim claim = accepted("a", null);
    long no = claim.batch().no();
    Hold hold =
        new Hold(
            1,
            "1",
            dollars("0.9"),
            dollars("1"),
            List.of(intent(1, 1, "0.4"), intent(1, 2, "0.3"), intent(1, 3, "0.2")));
    assertThat(await(money().admit(no, claim.epoch(), List.of(hold)))).containsExactly(ADMIT);
    await(money().settle(no, settled(1, 1, "0.1")));
    await(money().settle(no, Settlement.atRisk(1, 2, null, "lost", 1)));
    await(money().settle(no, Settlement.free(1, 3, null, "refused", 1)));

    assertThat(ledger.statistics().heldUnused(no)).isEqualTo(dollars("0.3"));
  }

  @Test
  void aNewCapHoldsFromThenOn() {
    Claim claim = accepted("a", null);
    long no = claim.batch().no();
    assertThat(await(money().admit(no, claim.epoch(), List.of(hold(1, "3", "9")))))
        .containsExactly(SKIPPED_BY_BATCH_CAP);
    batches().options("a", caps("9", "3"));
    assertThat(await(money().admit(no, claim.epoch(), List.of(hold(1, "3", "9")))))
        .containsExactly(ADMIT);
  }

  // Money

  @Test
  void tasksAreAdmittedInOrderUpToTheFirstThatMustWait() {
    Claim claim = accepted("a", null);
    List<Hold> holds =
        List.of(
            hold(1, "0.9", "1"),
            hold(2, "1.1", "1"),
            hold(3, "0.9", "1"),
            hold(4, "0.3", "1"),
            hold(5, "0.1", "1"));
    assertThat(await(money().admit(claim.batch().no(), claim.epoch(), holds)))
        .containsExactly(ADMIT, BLOCKED_BY_RUN_CAP, ADMIT, WAIT, WAIT);
    assertMoney(claim.batch().no(), "0", "0", "1.8");
  }

  @Test
  void aTaskIsSkippedOnlyWhenNoMoneyCanComeBack() {
    Claim claim = accepted("a", null);
    long no = claim.batch().no();
    await(money().admit(no, claim.epoch(), List.of(hold(1, "1", "1", "1"))));
    List<Hold> next = List.of(hold(2, "1", "1"), hold(3, "1", "1"));
    assertThat(await(money().admit(no, claim.epoch(), next))).containsExactly(ADMIT, WAIT);
    await(money().settle(no, settled(1, 1, "1")));
    await(money().record(no, claim.epoch(), result(1, Status.PUBLISHED, "1", "x")));
    await(money().settle(no, settled(2, 1, "0.5")).exceptionally(e -> false));
    await(money().record(no, claim.epoch(), result(2, Status.FAILED, "0", null)));
    assertThat(await(money().admit(no, claim.epoch(), List.of(hold(3, "1.1", "2")))))
        .containsExactly(SKIPPED_BY_BATCH_CAP);
    assertThat(await(money().admit(no, claim.epoch(), List.of(hold(3, "1", "2")))))
        .containsExactly(ADMIT);
  }

  @Test
  void aCapOfZeroAdmitsOnlyWhatIsFree() {
    Claim claim = claimed(ledger, "a", caps("0", "0"));
    assertThat(
            await(
                money()
                    .admit(
                        claim.batch().no(),
                        claim.epoch(),
                        List.of(hold(1, "0", "0", "0"), hold(2, "0.000000001", "0")))))
        .containsExactly(ADMIT, BLOCKED_BY_RUN_CAP);
  }

  @Test
  void aSettledCallCostsWhatItCostAndTheRestGoesBackAtTheEnd() {
    Claim claim = accepted("a", null);
    long no = claim.batch().no();
    await(money().admit(no, claim.epoch(), List.of(hold(1, "0.9", "1", "0.4", "0.3"))));
    assertThat(await(money().settle(no, settled(1, 1, "0.1")))).isTrue();
    assertMoney(no, "0.1", "0", "0.5");
    assertThat(await(money().settle(no, settled(1, 1, "0.2")))).isFalse();
    assertMoney(no, "0.1", "0", "0.5");
    await(money().settle(no, Settlement.atRisk(1, 2, null, "time-out", 60_000)));
    assertMoney(no, "0.1", "0.3", "0.2");
    assertThat(await(money().record(no, claim.epoch(), result(1, Status.FAILED, "0.4", null))))
        .isTrue();
    assertMoney(no, "0.1", "0.3", "0");
    assertThat(await(money().record(no, claim.epoch(), result(1, Status.FAILED, "0.4", null))))
        .isFalse();
    assertThat(Samples.current(ledger, no).totals().byStatus())
        .isEqualTo(Map.of(Status.FAILED, 1L));
  }

  @Test
  void aCallThatWasFreeLeavesItsMoneyForTheNextAttempt() {
    Claim claim = accepted("a", null);
    long no = claim.batch().no();
    await(money().admit(no, claim.epoch(), List.of(hold(1, "1", "1", "1"))));
    await(money().settle(no, Settlement.free(1, 1, 429, "slow down", 3)));
    assertMoney(no, "0", "0", "1");
    assertThat(await(money().intend(no, claim.epoch(), intent(1, 2, "1"), Dollars.ZERO)))
        .isEqualTo(Grant.GRANTED);
    assertMoney(no, "0", "0", "1");
    await(money().settle(no, settled(1, 2, "0.7")));
    assertMoney(no, "0.7", "0", "0");
  }

  @Test
  void anotherAttemptAtABilledCallNeedsRoomInBothCaps() {
    Claim claim = accepted("a", null);
    long no = claim.batch().no();
    long epoch = claim.epoch();
    await(money().admit(no, epoch, List.of(hold(1, "0.5", "1", "0.5"), hold(2, "0.6", "1"))));
    await(money().settle(no, Settlement.atRisk(1, 1, null, "time-out", 60_000)));
    assertThat(await(money().intend(no, epoch, intent(1, 2, "0.5"), dollars("0.5"))))
        .isEqualTo(Grant.GRANTED);
    assertMoney(no, "0", "0.5", "1.1");
    await(money().settle(no, Settlement.atRisk(1, 2, null, "time-out", 60_000)));
    assertThat(await(money().intend(no, epoch, intent(1, 3, "0.5"), dollars("0.5"))))
        .isEqualTo(Grant.REFUSED_BY_RUN_CAP);
    await(money().admit(no, epoch, List.of(hold(3, "0.2", "9", "0.2"))));
    await(money().settle(no, Settlement.atRisk(3, 1, null, "time-out", 60_000)));
    assertThat(await(money().intend(no, epoch, intent(3, 2, "0.21"), dollars("0.21"))))
        .isEqualTo(Grant.REFUSED_BY_BATCH_CAP);
    assertMoney(no, "0", "1.2", "0.6");
  }

  @Test
  void aHoldIsEnlargedToWhatACallMayCostEvenIfNobodyAsks() {
    Claim claim = accepted("a", null);
    long no = claim.batch().no();
    await(money().admit(no, claim.epoch(), List.of(hold(1, "0.5", "1", "0.4"))));
    await(money().intend(no, claim.epoch(), intent(1, 2, "0.3"), Dollars.ZERO));
    assertMoney(no, "0", "0", "0.7");
  }

  @Test
  void aReplyDearerThanItsBoundIsSettledInFullAndABreachStopsAdmission() {
    Claim claim = accepted("a", null);
    long no = claim.batch().no();
    await(money().admit(no, claim.epoch(), List.of(hold(1, "0.1", "1", "0.1"))));
    await(money().settle(no, settled(1, 1, "0.15")));
    assertMoney(no, "0.15", "0", "0");
    assertThat(await(money().breach(no, "{\"call\":1}"))).isTrue();
    assertThat(await(money().breach(no, "{\"call\":2}"))).isFalse();
    assertThat(find("a").breach()).isEqualTo("{\"call\":1}");
    assertThat(await(money().admit(no, claim.epoch(), List.of(hold(2, "0.1", "1")))))
        .containsExactly(SKIPPED_BY_BATCH_CAP);
  }

  @Test
  void inSoftModeTasksAreAdmittedWhileTheCostOfTheEndedOnesIsBelowTheCap() {
    Claim claim = claimed(ledger, "a", caps("0.1", "0.5").with(Map.of("cap-mode", "soft")));
    long no = claim.batch().no();
    for (int seq = 1; seq <= 2; seq++) {
      List<Hold> holds = List.of(hold(seq, "9", "0.1", "9"));
      assertThat(await(money().admit(no, claim.epoch(), holds))).containsExactly(ADMIT);
      await(money().settle(no, settled(seq, 1, "0.3")));
      await(money().record(no, claim.epoch(), result(seq, Status.PUBLISHED, "0.3", "x")));
    }
    assertThat(await(money().admit(no, claim.epoch(), List.of(hold(3, "9", "0.1")))))
        .containsExactly(SKIPPED_BY_BATCH_CAP);
    assertThat(await(money().admit(no, claim.epoch(), List.of(hold(4, "0", "0.1")))))
        .containsExactly(ADMIT);
    assertMoney(no, "0.6", "0", "0");
  }

  @Test
  void aTaskThatEndsWithACallUnderWayLeavesItAtRiskUntilItsReplyComes() {
    Claim claim = accepted("a", null);
    long no = claim.batch().no();
    await(money().admit(no, claim.epoch(), List.of(hold(1, "0.5", "1", "0.4"))));
    await(money().record(no, claim.epoch(), result(1, Status.FAILED, "0.4", null)));
    assertMoney(no, "0", "0.4", "0");
    assertThat(await(money().settle(no, settled(1, 1, "0.05")))).isTrue();
    assertMoney(no, "0.05", "0", "0");
  }

  @Test
  void tasksThatNeverBeganAreTakenBack() {
    Claim claim = accepted("a", null);
    long no = claim.batch().no();
    List<Hold> holds = List.of(hold(1, "0.5", "1", "0.4"), hold(2, "0.5", "1", "0.4"));
    await(money().admit(no, claim.epoch(), holds));
    assertThat(await(money().withdraw(no, claim.epoch(), List.of(1, 2)))).isEqualTo(2);
    assertMoney(no, "0", "0", "0");
    Hold again = new Hold(1, "id-1", dollars("0.5"), dollars("1"), List.of(intent(1, 2, "0.4")));
    assertThat(await(money().admit(no, claim.epoch(), List.of(again)))).containsExactly(ADMIT);
    assertThat(ledger.results().calls(no, 1))
        .extracting(CallRecord::state)
        .containsExactly(CallState.FREE, CallState.INTENDED);
  }

  @Test
  void aTaskIsAdmittedOnce() {
    Claim claim = accepted("a", null);
    long no = claim.batch().no();
    await(money().admit(no, claim.epoch(), List.of(hold(1, "0.5", "1", "0.5"))));
    assertThatThrownBy(() -> await(money().admit(no, claim.epoch(), List.of(hold(1, "0.5", "1")))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("task 1");
    assertMoney(no, "0", "0", "0.5");
  }

  @Test
  void changesOfOneTaskTakeEffectInTheOrderGivenWithoutWaiting() {
    Claim claim = accepted("a", null);
    long no = claim.batch().no();
    for (int round = 0; round < 50; round++) {
      int seq = round + 1;
      var admitted = money().admit(no, claim.epoch(), List.of(hold(seq, "0.02", "1", "0.01")));
      var settled = money().settle(no, settled(seq, 1, "0.001"));
      var intended = money().intend(no, claim.epoch(), intent(seq, 2, "0.01"), Dollars.ZERO);
      var free = money().settle(no, Settlement.free(seq, 2, 503, null, 1));
      var ended = money().record(no, claim.epoch(), result(seq, Status.PUBLISHED, "0.001", "x"));
      if (round % 7 == 0) {
        assertThat(await(admitted)).containsExactly(ADMIT);
        assertThat(await(settled) && await(free) && await(ended)).isTrue();
        assertThat(await(intended)).isEqualTo(Grant.GRANTED);
      }
    }
    await(money().recordAll(no, claim.epoch(), List.of()));
    assertMoney(no, "0.05", "0", "0");
    assertThat(Samples.current(ledger, no).totals().done()).isEqualTo(50);
  }

  @Test
  void manyTasksEndInOneCommit() {
    Claim claim = accepted("a", null);
    long no = claim.batch().no();
    await(money().record(no, claim.epoch(), result(7, Status.PUBLISHED, "0", "x")));
    int ended =
        await(
            money()
                .recordAll(
                    no,
                    claim.epoch(),
                    IntStream.rangeClosed(1, 1000)
                        .mapToObj(seq -> result(seq, Status.FILTERED, "0", null))
                        .toList()));
    assertThat(ended).isEqualTo(999);
    assertThat(Samples.current(ledger, no).totals().byStatus())
        .isEqualTo(Map.of(Status.PUBLISHED, 1L, Status.FILTERED, 999L));
  }

  // Recovery

  @Test
  void aClaimPutsCallsThatWereUnderWayAtRiskAndFreesWhatWasHeld() {
    Claim claim = accepted("a", null);
    long no = claim.batch().no();
    List<Hold> holds =
        List.of(
            hold(1, "0.5", "1", "0.3", "0.1"),
            hold(2, "0.4", "1", "0.4"),
            hold(3, "0.4", "1", "0.4"));
    await(money().admit(no, claim.epoch(), holds));
    await(money().settle(no, settled(1, 1, "0.2")));
    await(money().settle(no, settled(3, 1, "0.1")));
    await(money().record(no, claim.epoch(), result(3, Status.PUBLISHED, "0.1", "x")));
    reopen();
    Claim second = reclaim("a");
    assertThat(second.done().stream()).containsExactly(3);
    assertThat(second.prior())
        .isEqualTo(
            Map.of(
                1, new Prior(dollars("0.2"), dollars("0.1"), 2),
                2, new Prior(Dollars.ZERO, dollars("0.4"), 1)));
    assertThat(second.batch().budget().spent()).isEqualTo(dollars("0.8"));
    assertMoney(no, "0.3", "0.5", "0");
    // A reply that comes all the same is what it cost.
    assertThat(await(money().settle(no, settled(2, 1, "0.05")))).isTrue();
    assertMoney(no, "0.35", "0.1", "0");
    assertThat(await(money().settle(no, Settlement.free(1, 2, 429, null, 1)))).isTrue();
    assertMoney(no, "0.35", "0", "0");
  }

  @Test
  void theCapOfATaskCountsWhatItsEarlierAttemptsCost() {
    Claim claim = accepted("a", null);
    long no = claim.batch().no();
    await(money().admit(no, claim.epoch(), List.of(hold(1, "0.6", "1", "0.6"))));
    Claim second = reclaim("a");
    Hold again = new Hold(1, "id-1", dollars("0.6"), dollars("1"), List.of());
    assertThat(await(money().admit(no, second.epoch(), List.of(again))))
        .containsExactly(BLOCKED_BY_RUN_CAP);
  }

  @Test
  void whatReuseSavedIsCountedAndGoesWithTheResultsThatARetryForgets() {
    Claim claim = accepted("a", null);
    long no = claim.batch().no();
    Result good = Samples.reusing(result(1, Status.PUBLISHED, "0", "x"), 3, "0.004");
    Result bad = Samples.reusing(result(2, Status.FAILED, "0", null), 1, "0.5");
    await(money().record(no, claim.epoch(), good));
    await(money().record(no, claim.epoch(), bad));
    assertThat(find("a").totals().reused()).isEqualTo(4);
    assertThat(find("a").totals().saved()).isEqualTo(dollars("0.504"));
    finish(claim);
    assertThat(batches().reopen("a", EnumSet.of(Status.FAILED))).isEqualTo(1);
    assertThat(find("a").totals().reused()).isEqualTo(3);
    assertThat(find("a").totals().saved()).isEqualTo(dollars("0.004"));
    Claim second = claim("a");
    await(money().record(no, second.epoch(), bad));
    assertThat(find("a").totals().reused()).isEqualTo(4);
  }

  @Test
  void retryReopensWhatDidNotEndWellAndKeepsTheMoney() {
    Claim claim = accepted("a", null);
    long no = claim.batch().no();
    List<Hold> holds = List.of(hold(1, "0.5", "1", "0.5"), hold(2, "0.5", "1", "0.5"));
    await(money().admit(no, claim.epoch(), holds));
    await(money().settle(no, settled(1, 1, "0.2")));
    await(money().record(no, claim.epoch(), result(1, Status.PUBLISHED, "0.2", "x")));
    await(money().settle(no, settled(2, 1, "0.3")));
    await(money().record(no, claim.epoch(), result(2, Status.FAILED, "0.3", null)));
    await(money().record(no, claim.epoch(), result(3, Status.SKIPPED_BATCH_CAP, "0", null)));
    assertThatThrownBy(() -> batches().reopen("a", EnumSet.of(Status.FAILED)))
        .hasMessageContaining("only a batch that has ended");
    batches().become("a", OWNER, claim.epoch(), BatchState.FINISHED, null);
    batches().reported("a", OWNER, claim.epoch(), 0);
    assertThat(batches().reopen("a", EnumSet.of(Status.CANCELLED))).isZero();
    assertThat(find("a").state()).isEqualTo(BatchState.FINISHED);
    assertThat(batches().reopen("a", EnumSet.of(Status.FAILED, Status.SKIPPED_BATCH_CAP)))
        .isEqualTo(2);
    BatchRecord open = find("a");
    assertThat(open.state()).isEqualTo(BatchState.ACCEPTED);
    assertThat(open.reported()).isFalse();
    assertThat(open.finishedAt()).isNull();
    assertThat(open.totals().byStatus()).isEqualTo(Map.of(Status.PUBLISHED, 1L));
    assertThat(open.totals().cost()).isEqualTo(dollars("0.2"));
    assertThat(open.totals().promptTokens()).isEqualTo(10);
    assertMoney(no, "0.5", "0", "0");
    Claim second = claim("a");
    assertThat(second.done().stream()).containsExactly(1);
    assertThat(second.prior()).isEqualTo(Map.of(2, new Prior(dollars("0.3"), Dollars.ZERO, 1)));
  }

  // Results and replies

  @Test
  void resultsComeBackAsTheyWereInFileOrder() {
    Claim claim = accepted("a", null);
    long no = claim.batch().no();
    List<Integer> order = List.of(450, 2, 1, 300, 77, 3);
    for (int seq : order) {
      String text = "Zeile\nzwei \u0000 \ud83d\ude00 half \ud83d " + seq;
      await(money().record(no, claim.epoch(), result(seq, Status.PUBLISHED, "0", text)));
    }
    assertThat(ledger.results().all(no).toList())
        .isEqualTo(
            order.stream()
                .sorted()
                .map(
                    seq ->
                        result(
                            seq,
                            Status.PUBLISHED,
                            "0",
                            "Zeile\nzwei \u0000 \ud83d\ude00 half \ud83d " + seq))
                .toList());
    assertThat(ledger.results().find(no, 77)).isPresent();
    assertThat(ledger.results().find(no, 78)).isEmpty();
  }

  @Test
  void halvesOfPairsFailNoWriteAndChangeNoResult() {
    String half = "half \ud83d, the other \ude00, whole \ud83d\ude00, none \u0000";
    Claim claim = accepted("a", null);
    long no = claim.batch().no();
    IntendedCall intent = new IntendedCall(1, 1, Phase.DEBATE, MODEL, dollars("0.1"));
    await(
        money()
            .admit(
                no,
                claim.epoch(),
                List.of(new Hold(1, half, dollars("0.2"), dollars("1"), List.of(intent)))));
    await(
        money()
            .settle(
                no,
                Settlement.settled(
                    1,
                    1,
                    dollars("0.02"),
                    half,
                    Tokens.of(10, 5),
                    Finish.STOP,
                    120,
                    new Settlement.Answer("key", half))));
    await(money().intend(no, claim.epoch(), intent(1, 2, "0.1"), Dollars.ZERO));
    await(money().settle(no, Settlement.atRisk(1, 2, null, "x".repeat(3999) + half, 1)));
    Result own = result(1, Status.PUBLISHED, "0.02", half).withError(half);
    Result result = own.withBill(own.usage(), dollars("0.02"), dollars("0.12"), 2);
    assertThat(await(money().record(no, claim.epoch(), result))).isTrue();
    ledger.batches().release("a", OWNER, claim.epoch(), BatchState.PAUSED, half);

    reopen();
    assertThat(ledger.results().find(no, 1)).contains(result);
    assertThat(ledger.replies().find(List.of("key")).get("key").text()).isEqualTo(half);
    assertThat(find("a").reason()).startsWith("half \ufffd, the other \ufffd, whole \ud83d\ude00");
    assertThat(ledger.upkeep().integrity()).isEmpty();
  }

  @Test
  void allResultsAreReadThoughNotAtOnce() {
    Claim claim = accepted("a", null);
    long no = claim.batch().no();
    await(
        money()
            .recordAll(
                no,
                claim.epoch(),
                IntStream.rangeClosed(1, 1001)
                    .mapToObj(seq -> result(seq, Status.PUBLISHED, "0", "x"))
                    .toList()));
    assertThat(ledger.results().all(no).map(Result::seq))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 1001).boxed().toList());
  }

  @Test
  void resultsAreFilteredSortedAndPaged() {
    Claim claim = accepted("a", null);
    long no = claim.batch().no();
    for (int seq = 1; seq <= 6; seq++) {
      Status status = seq % 2 == 0 ? Status.PUBLISHED : Status.FAILED;
      String cost = "0.00" + (7 - seq);
      await(money().record(no, claim.epoch(), result(seq, status, cost, "say \"100%\" " + seq)));
    }
    ResultStore results = ledger.results();
    Page<?> cheapest = results.page(no, new Filter(Set.of(), null, null, Sort.COST, false, 0, 2));
    assertThat(cheapest.rows()).extracting("seq").containsExactly(6, 5);
    assertThat(cheapest.total()).isEqualTo(6);
    Page<?> byId = results.page(no, new Filter(Set.of(), null, null, Sort.ID, true, 0, 1));
    assertThat(byId.rows()).extracting("id").containsExactly("id-6");
    assertThat(results.page(no, new Filter(Set.of(), null, null, Sort.ID, true, 99, 1)).rows())
        .isEmpty();
    assertThat(results.ended(no, 4)).containsExactly(5, 6);
    List<Statistics.Point> cost = ledger.statistics().cost(no, 200);
    assertThat(cost.get(cost.size() - 1).settled())
        .isEqualTo(Samples.current(ledger, no).budget().settled());
    assertThat(ledger.statistics().latencies(no)).hasSize(Statistics.LATENCIES.size() + 1);
    Page<?> published =
        results.page(
            no, new Filter(Set.of(Status.PUBLISHED), "openai", null, Sort.SEQ, true, 1, 9));
    assertThat(published.rows()).extracting("seq").containsExactly(4, 2);
    assertThat(published.total()).isEqualTo(3);
    assertThat(results.page(no, words("SAY \"100%\" 3")).rows())
        .extracting("seq")
        .containsExactly(3);
    assertThat(results.page(no, words("1_0%")).rows()).isEmpty();
    assertThat(results.page(no, words("'; DROP TABLE task; --")).rows()).isEmpty();
  }

  private static Filter words(String words) {
    return new Filter(Set.of(), null, words, Sort.SEQ, false, 0, 10);
  }

  @Test
  void totalsAddUp() {
    Claim claim = accepted("a", null);
    long no = claim.batch().no();
    await(money().admit(no, claim.epoch(), List.of(hold(1, "0.5", "1", "0.5"))));
    await(money().settle(no, settled(1, 1, "0.2")));
    await(money().record(no, claim.epoch(), result(1, Status.PUBLISHED, "0.2", "x")));
    await(money().admit(no, claim.epoch(), List.of(hold(2, "0.5", "1", "0.5"))));
    BatchRecord batch = Samples.current(ledger, no);
    assertThat(batch.totals().cost()).isEqualTo(dollars("0.2"));
    assertThat(batch.totals().spent()).isEqualTo(dollars("0.2"));
    assertThat(batch.budget().held()).isEqualTo(dollars("0.5"));
    assertThat(batch.totals().promptTokens()).isEqualTo(10);
    assertThat(batch.totals().completionTokens()).isEqualTo(5);
    assertThat(batch.totals().done()).isEqualTo(1);
  }

  @Test
  void aPaidReplyIsFoundByItsKeyTheNewestFirst() {
    Claim claim = accepted("a", null);
    long no = claim.batch().no();
    String text = "NUL \u0000, half \ud83d, whole \ud83d\ude00";
    await(money().admit(no, claim.epoch(), List.of(hold(1, "0.5", "1", "0.1", "0.1", "0.1"))));
    await(money().settle(no, answered(1, 1, "0.02", "key-1", "old")));
    clock.goOn(LEASE);
    await(money().settle(no, answered(1, 2, "0.03", "key-1", text)));
    await(money().settle(no, answered(1, 3, "0.04", "key-2", "other")));
    reopen();
    Map<String, StoredReply> found =
        ledger.replies().find(List.of("key-1", "key-2", "key-3", "key-1"));
    assertThat(found).containsOnlyKeys("key-1", "key-2");
    StoredReply reply = found.get("key-1");
    assertThat(reply.text()).isEqualTo(text);
    assertThat(reply.cost()).isEqualTo(dollars("0.03"));
    assertThat(reply.model()).isEqualTo("gpt-4o-mini-2024");
    assertThat(reply.provider()).isEqualTo("openai");
    assertThat(reply.known()).isTrue();
    assertThat(reply.toString()).doesNotContain("whole");
    assertThat(ledger.replies().find(List.of())).isEmpty();
  }

  /** A restart of its own batch does not buy it again; a retry and other batches do. */
  @Test
  void whatIsNoWholeAnswerIsUsedAgainByItsOwnBatchOnlyUntilThatIsTriedAgain() {
    Claim claim = accepted("a", null);
    long no = claim.batch().no();
    await(money().admit(no, claim.epoch(), List.of(hold(1, "0.5", "1", "0.1", "0.1", "0.1"))));
    await(money().settle(no, kept(1, 1, Finish.LENGTH, "cut", "half an")));
    await(money().settle(no, kept(1, 2, Finish.STOP, "empty", "")));
    await(money().settle(no, kept(1, 3, Finish.STOP, "whole", "good")));
    reopen();
    List<String> keys = List.of("cut", "empty", "whole");
    assertThat(ledger.replies().find(keys)).containsOnlyKeys("whole");
    assertThat(ledger.replies().find(no + 1, keys)).containsOnlyKeys("whole");
    assertThat(ledger.replies().find(no, keys)).containsOnlyKeys("cut", "empty", "whole");
    assertThat(ledger.replies().find(no, keys).get("cut").raw()).isEqualTo("raw \u0000 of cut");
    assertThat(ledger.replies().find(no, keys).get("cut").ending()).isEqualTo("length");

    await(money().record(no, claim.epoch(), result(1, Status.FAILED, "0.06", "x")));
    finish(claim);
    assertThat(batches().reopen("a", EnumSet.of(Status.FAILED))).isEqualTo(1);
    assertThat(ledger.replies().find(no, keys)).containsOnlyKeys("whole");
  }

  private static Settlement kept(int seq, int no, Finish finish, String key, String text) {
    return Settlement.settled(
        seq,
        no,
        dollars("0.02"),
        "m",
        Tokens.of(10, 5),
        finish,
        120,
        new Settlement.Answer(
            key, text, finish == Finish.LENGTH ? "length" : "stop", "raw \u0000 of " + key));
  }

  @Test
  void manyKeysAreLookedUpAtOnce() {
    Claim claim = accepted("a", null);
    long no = claim.batch().no();
    for (int seq = 1; seq <= 700; seq++) {
      var admitted = money().admit(no, claim.epoch(), List.of(hold(seq, "0", "1", "0")));
      assertThat(admitted).isNotNull();
      var settled = money().settle(no, answered(seq, 1, "0", "key-" + seq, "text-" + seq));
      assertThat(settled).isNotNull();
    }
    await(money().recordAll(no, claim.epoch(), List.of()));
    List<String> keys = IntStream.range(0, 1000).mapToObj(i -> "key-" + i).toList();
    Map<String, StoredReply> found = ledger.replies().find(keys);
    assertThat(found).hasSize(700);
    assertThat(found.get("key-700").text()).isEqualTo("text-700");
  }

  @Test
  void callsAreKeptWithWhatTheReplySaid() {
    Claim claim = accepted("a", null);
    long no = claim.batch().no();
    await(money().admit(no, claim.epoch(), List.of(hold(1, "0.5", "1", "0.2"))));
    await(money().settle(no, Settlement.free(1, 1, 429, "slow \u0000 down", 7)));
    CallRecord call = ledger.results().calls(no, 1).get(0);
    assertThat(call.state()).isEqualTo(CallState.FREE);
    assertThat(call.httpStatus()).isEqualTo(429);
    assertThat(call.error()).isEqualTo("slow \ufffd down");
    assertThat(call.worst()).isEqualTo(dollars("0.2"));
    assertThat(call.cost()).isEqualTo(Dollars.ZERO);
    assertThat(call.tokens()).isNull();
    assertThat(call.model()).isEqualTo(Samples.MODEL);
    assertThat(call.latencyMs()).isEqualTo(7);
  }

  // Two programs on one ledger

  @Test
  void ofTwoProgramsOneGetsTheBatch() throws Exception {
    try (Ledger other = Ledger.open(settings(), clock)) {
      for (int i = 0; i < 20; i++) {
        String id = "b" + i;
        Options options = caps("1", "2" + i);
        List<Accepted> accepted =
            both(
                () -> batches().accept(batch(id, options), null),
                () -> other.batches().accept(batch(id, options), null));
        assertThat(accepted).extracting(Accepted::how).containsOnlyOnce(How.NEW, How.JOINED);
        List<Boolean> claims =
            both(
                () -> batches().claim(id, OWNER, LEASE, ALIVE).isPresent(),
                () -> other.batches().claim(id, "owner-2", LEASE, ALIVE).isPresent());
        assertThat(claims).containsOnlyOnce(true, false);
      }
    }
  }

  @Test
  void whatAnotherProgramWritesIsSeenAtOnce() {
    Claim claim = accepted("a", null);
    long no = claim.batch().no();
    await(money().admit(no, claim.epoch(), List.of(hold(1, "1", "1", "0.5"))));
    try (Ledger other = Ledger.open(settings(), clock)) {
      assertThat(await(other.money().settle(no, settled(1, 1, "0.2")))).isTrue();
      assertThat(await(money().settle(no, settled(1, 1, "0.2")))).isFalse();
      await(money().intend(no, claim.epoch(), intent(1, 2, "0.5"), Dollars.ZERO));
      assertMoney(no, "0.2", "0", "0.5");
      assertThat(await(other.money().settle(no, settled(1, 2, "0.1")))).isTrue();
      await(money().record(no, claim.epoch(), result(1, Status.PUBLISHED, "0.3", "x")));
      assertMoney(no, "0.3", "0", "0");
      // A reply that one program waits for when another takes the batch over.
      await(money().admit(no, claim.epoch(), List.of(hold(2, "1", "1", "0.5"))));
      Claim second = other.batches().claim("a", "owner-2", LEASE, OWNER::equals).orElseThrow();
      assertMoney(no, "0.3", "0.5", "0");
      assertThat(await(money().settle(no, settled(2, 1, "0.1")))).isTrue();
      assertMoney(no, "0.4", "0", "0");
      assertThat(await(money().record(no, claim.epoch(), result(2, Status.PUBLISHED, "0", "x"))))
          .isFalse();
      await(other.money().record(no, second.epoch(), result(2, Status.PUBLISHED, "0.1", "x")));
    }
    assertThat(find("a").totals().byStatus()).isEqualTo(Map.of(Status.PUBLISHED, 2L));
  }

  @Test
  void twoProgramsThatWriteToOneBatchAtOnceKeepItsCap() throws Exception {
    Claim claim = accepted("a", null);
    long no = claim.batch().no();
    try (Ledger other = Ledger.open(settings(), clock)) {
      List<Long> admitted =
          both(() -> admitMany(ledger, no, claim, 0), () -> admitMany(other, no, claim, 1000));
      // Of 2000 tasks that may cost a tenth each, a cap of two dollars lets twenty in.
      assertThat(admitted.get(0) + admitted.get(1)).isEqualTo(20);
    }
    assertMoney(no, "0", "0", "2");
  }

  private static long admitMany(Ledger ledger, long no, Claim claim, int after) {
    return IntStream.rangeClosed(after + 1, after + 1000)
        .mapToObj(
            seq -> ledger.money().admit(no, claim.epoch(), List.of(hold(seq, "0.1", "1", "0.1"))))
        .toList()
        .stream()
        .filter(admission -> await(admission).equals(List.of(ADMIT)))
        .count();
  }

  private static <T> List<T> both(Supplier<T> one, Supplier<T> two) throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    CompletableFuture<T> second = CompletableFuture.supplyAsync(() -> after(start, two));
    return List.of(after(start, one), second.get(30, TimeUnit.SECONDS));
  }

  private static <T> T after(CyclicBarrier start, Supplier<T> work) {
    try {
      int unused = start.await(30, TimeUnit.SECONDS);
      return work.get();
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  // Money at risk

  @Test
  void releasedMoneyGoesBackUnderTheCapsAndIsRemembered() {
    Claim claim = claimed(ledger, "a", caps("1", "1"));
    long no = claim.batch().no();
    lose(claim, 1, "0.8");
    assertMoney(no, "0", "0.8", "0");
    assertThat(await(money().admit(no, claim.epoch(), List.of(hold(2, "0.5", "1")))))
        .containsExactly(SKIPPED_BY_BATCH_CAP);
    RiskyCall risky = ledger.releases().atRisk(no).get(0);
    assertThat(risky.id()).isEqualTo("1.1");
    assertThat(risky.task()).isEqualTo("id-1");
    assertThat(risky.call().progress()).isEqualTo(CallProgress.RESPONDING);
    assertThat(risky.call().requestId()).isEqualTo("req-1");

    clock.goOn(Duration.ofHours(1));
    assertThat(release(no, 1, 1)).containsExactly(dollars("0.8"));

    assertMoney(no, "0", "0", "0");
    assertThat(Samples.current(ledger, no).released()).isEqualTo(dollars("0.8"));
    assertThat(ledger.results().find(no, 1).orElseThrow().spent()).isEqualTo(Dollars.ZERO);
    assertThat(ledger.results().find(no, 1).orElseThrow().attempts()).isEqualTo(1);
    assertThat(ledger.results().calls(no, 1).get(0).state()).isEqualTo(CallState.RELEASED);
    assertThat(release(no, 1, 1)).as("once only").isEmpty();
    assertThat(await(money().admit(no, claim.epoch(), List.of(hold(2, "0.5", "1")))))
        .containsExactly(ADMIT);
    reopen();
    assertThat(ledger.releases().atRisk(no)).isEmpty();
    assertThat(ledger.releases().released(no))
        .containsExactly(new ReleasedCall(1, 1, dollars("0.8"), "by hand", clock.instant()));
    assertThat(reclaim("a").batch().budget().atRisk()).isEqualTo(Dollars.ZERO);
  }

  @Test
  void aSettlementThatComesAfterTheReleaseStillCounts() {
    Claim claim = claimed(ledger, "a", caps("1", "1"));
    long no = claim.batch().no();
    lose(claim, 1, "0.8");
    assertThat(release(no, 1, 1)).hasSize(1);
    assertThat(await(money().settle(no, Settlement.atRisk(1, 1, null, "again", 1)))).isFalse();
    assertThat(await(money().settle(no, settled(1, 1, "0.3")))).isTrue();
    assertMoney(no, "0.3", "0", "0");
    BatchRecord batch = Samples.current(ledger, no);
    assertThat(batch.released()).isEqualTo(Dollars.ZERO);
    assertThat(batch.totals().cost()).isEqualTo(dollars("0.3"));
    assertThat(batch.totals().promptTokens()).isEqualTo(10);
    Result result = ledger.results().find(no, 1).orElseThrow();
    assertThat(result.spent()).isEqualTo(dollars("0.3"));
    assertThat(result.costEstimate()).isEqualTo(dollars("0.3"));
    assertThat(result.usage()).hasSize(1);
    assertThat(ledger.releases().released(no)).as("still remembered").hasSize(1);
  }

  @Test
  void onlyWhatIsAtRiskIsReleased() {
    Claim claim = claimed(ledger, "a", CAPS);
    long no = claim.batch().no();
    await(money().admit(no, claim.epoch(), List.of(hold(1, "0.6", "1", "0.1", "0.2", "0.3"))));
    await(money().settle(no, settled(1, 1, "0.05")));
    await(money().settle(no, Settlement.free(1, 2, 429, null, 1)));
    assertThat(release(no, 1, 1)).isEmpty();
    assertThat(release(no, 1, 2)).isEmpty();
    assertThat(release(no, 1, 3)).as("it is under way").isEmpty();
    assertThat(release(no, 1, 4)).isEmpty();
    assertThat(release(no, 7, 1)).isEmpty();
    assertMoney(no, "0.05", "0", "0.5");
  }

  @Test
  void aReleaseOfAReportedBatchAsksForItsReportsAgain() {
    Claim claim = claimed(ledger, "a", CAPS);
    long no = claim.batch().no();
    lose(claim, 1, "0.8");
    batches().become("a", OWNER, claim.epoch(), BatchState.FINISHED, null);
    batches().reported("a", OWNER, claim.epoch(), 0);
    assertThat(find("a").reported()).isTrue();
    assertThat(release(no, 1, 1)).hasSize(1);
    BatchRecord stale = find("a");
    assertThat(stale.reported()).isFalse();
    assertThat(stale.corrections()).isEqualTo(1);
    assertThat(batches().reportedAgain("a", 0)).as("of what was before").isFalse();
    assertThat(batches().reportedAgain("a", 1)).isTrue();
    assertThat(find("a").reported()).isTrue();
  }

  @Test
  void manyReleaseTheSameCallsWhileTheBatchIsWorked() throws Exception {
    Claim claim = claimed(ledger, "a", caps("1", "1"));
    long no = claim.batch().no();
    for (int seq = 1; seq <= 8; seq++) {
      lose(claim, seq, "0.1");
    }
    List<Releases.CallNo> all =
        IntStream.rangeClosed(1, 8).mapToObj(seq -> new Releases.CallNo(seq, 1)).toList();
    try (Ledger other = Ledger.open(settings(), clock)) {
      List<CompletableFuture<List<Dollars>>> released = new ArrayList<>();
      List<CompletableFuture<List<org.batchrunner.money.Admission>>> admitted = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        Ledger either = i % 2 == 0 ? ledger : other;
        released.add(either.releases().release(no, all, "by hand"));
        admitted.add(money().admit(no, claim.epoch(), List.of(hold(20 + i, "0.3", "1"))));
      }
      long calls = released.stream().mapToLong(each -> await(each).size()).sum();
      admitted.forEach(Ledger::await);
      assertThat(calls).as("each once").isEqualTo(8);
    }
    BatchRecord batch = Samples.current(ledger, no);
    assertThat(batch.budget().holds()).isTrue();
    assertThat(batch.released()).isEqualTo(dollars("0.8"));
  }

  @Test
  void aResultTellsWhatItsCallsHaveComeToHoweverLate() {
    Claim claim = claimed(ledger, "a", CAPS);
    long no = claim.batch().no();
    await(money().admit(no, claim.epoch(), List.of(hold(1, "0.5", "1", "0.2", "0.3"))));
    await(money().settle(no, Settlement.atRisk(1, 1, null, "lost", 1)));
    await(money().settle(no, settled(1, 2, "0.1")));
    // The run knew of the lost call; its truth comes before the result, then another's after it.
    Result known = result(1, Status.PUBLISHED, "0.1", "x");
    await(money().settle(no, settled(1, 1, "0.05")));
    await(money().record(no, claim.epoch(), known));
    Result stored = ledger.results().find(no, 1).orElseThrow();
    assertThat(stored.spent()).isEqualTo(dollars("0.15"));
    assertThat(stored.costEstimate()).isEqualTo(dollars("0.15"));
    assertThat(stored.attempts()).isEqualTo(2);
    assertThat(stored.promptTokens()).isEqualTo(20);
    assertThat(stored.text()).isEqualTo("x");
    assertThat(find("a").totals().cost()).isEqualTo(dollars("0.15"));
    assertThat(find("a").totals().promptTokens()).isEqualTo(20);
    assertThat(find("a").corrections()).isEqualTo(1);

    lose(claim, 2, "0.4");
    await(money().settle(no, settled(2, 1, "0.01")));
    assertThat(ledger.results().find(no, 2).orElseThrow().costEstimate())
        .isEqualTo(dollars("0.01"));
    assertThat(find("a").totals().cost()).isEqualTo(dollars("0.16"));
  }

  private List<Dollars> release(long no, int seq, int call) {
    return await(ledger.releases().release(no, List.of(new Releases.CallNo(seq, call)), "by hand"));
  }

  /** A task whose only call is lost, and its result. */
  private void lose(Claim claim, int seq, String worst) {
    long no = claim.batch().no();
    await(money().admit(no, claim.epoch(), List.of(hold(seq, worst, "1", worst))));
    await(
        money()
            .settle(
                no,
                Settlement.atRisk(seq, 1, null, "cut", 1)
                    .reached(CallProgress.RESPONDING, "req-" + seq)));
    Result bare = result(seq, Status.FAILED, "0", null);
    await(
        money()
            .record(no, claim.epoch(), bare.withBill(List.of(), Dollars.ZERO, dollars(worst), 1)));
  }

  // Upkeep

  @Test
  void everyMigrationIsApplied() throws Exception {
    List<String> files;
    try (Stream<Path> found = Files.list(Path.of("src/main/resources/db/migration"))) {
      files = found.map(file -> file.getFileName().toString()).sorted().toList();
    }
    Reader reader =
        new Reader(new DriverManagerDataSource(settings().url(), "postgres", "postgres"));
    assertThat(files.get(files.size() - 1)).startsWith("V" + LedgerSchema.NEWEST + "__");
    assertThat(
            reader.list(
                "SELECT script FROM flyway_schema_history WHERE version IS NOT NULL ORDER BY script",
                (row, n) -> row.getString(1)))
        .isEqualTo(files);
  }

  @Test
  void aLedgerOfANewerProgramIsLeftAlone() {
    ledger.close();
    JdbcTemplate jdbc =
        new JdbcTemplate(new DriverManagerDataSource(settings().url(), "postgres", "postgres"));
    jdbc.update(
        "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
            + " checksum, installed_by, execution_time, success)"
            + " VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 1, 'x', 1, "
            + (settings().sqlite() ? "1)" : "true)"));
    assertThatThrownBy(() -> Ledger.open(settings(), clock))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("newer version")
        .hasMessageContaining("99");
    jdbc.update("DELETE FROM flyway_schema_history WHERE version = '99'");
    open();
  }

  @Test
  void sumsThatDoNotAddUpAreFound() {
    Claim claim = accepted("a", null);
    JdbcTemplate jdbc =
        new JdbcTemplate(new DriverManagerDataSource(settings().url(), "postgres", "postgres"));
    jdbc.update("UPDATE account SET settled = 7");
    assertThat(ledger.upkeep().integrity())
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).startsWith("Batch a: settled is 7"));
    // A claim reckons it anew from the calls.
    assertThat(reclaim("a").batch().budget().settled()).isEqualTo(Dollars.ZERO);
    assertThat(claim.epoch()).isEqualTo(1);
  }

  @Test
  void oldBatchesArePrunedWithTheirReplies() {
    Claim old = accepted("old", null);
    await(money().admit(old.batch().no(), old.epoch(), List.of(hold(1, "0.5", "1", "0.5"))));
    await(money().settle(old.batch().no(), answered(1, 1, "0.1", "key-1", "text")));
    await(
        money().record(old.batch().no(), old.epoch(), result(1, Status.PUBLISHED, "0.1", "text")));
    finish(old);
    clock.goOn(LEASE);
    finish(accepted("new", null));
    batches().accept(batch("open", CAPS), null);
    assertThat(ledger.upkeep().prunable(clock.instant())).containsExactly("old");
    assertThat(ledger.upkeep().prune(clock.instant())).containsExactly("old");
    assertThat(batches().list(Set.of(), 0, 9).rows())
        .extracting("id")
        .containsExactly("open", "new");
    assertThat(ledger.replies().find(List.of("key-1"))).isEmpty();
    assertThat(ledger.results().all(old.batch().no())).isEmpty();
  }

  @Test
  void allCallsOfABatchAreHandedOverOnceAndInTheirOrder() {
    Claim other = accepted("other", null);
    await(money().admit(other.batch().no(), other.epoch(), List.of(hold(1, "0.1", "1", "0.1"))));
    Claim claim = accepted("many", null);
    List<Hold> holds = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int seq = 1; seq <= 150; seq++) {
      holds.add(hold(seq, "0.003", "1", "0.001", "0.001", "0.001"));
      expected.addAll(List.of(seq + ".1", seq + ".2", seq + ".3"));
    }
    await(money().admit(claim.batch().no(), claim.epoch(), holds));
    List<String> calls = new ArrayList<>();
    ledger.results().eachCall(claim.batch().no(), call -> calls.add(call.seq() + "." + call.no()));
    assertThat(calls).isEqualTo(expected);
  }

  @Test
  void theOverviewAddsUpAllBatches() {
    Claim one = accepted("one", null);
    Claim two = accepted("two", null);
    await(money().admit(one.batch().no(), one.epoch(), List.of(hold(1, "0.5", "1", "0.5"))));
    await(
        money()
            .admit(
                two.batch().no(),
                two.epoch(),
                List.of(hold(1, "0.25", "1", "0.25"), hold(2, "0.125", "1", "0.125"))));
    await(money().settle(one.batch().no(), answered(1, 1, "0.0625", "key-1", "text")));
    await(
        money()
            .record(one.batch().no(), one.epoch(), result(1, Status.PUBLISHED, "0.0625", "text")));
    await(money().record(two.batch().no(), two.epoch(), result(1, Status.FAILED, "0", "no reply")));
    finish(one);
    Overview overview = batches().overview();
    assertThat(overview.settled()).isEqualTo(dollars("0.0625"));
    assertThat(overview.atRisk()).as("it ended before its reply").isEqualTo(dollars("0.25"));
    assertThat(overview.held()).isEqualTo(dollars("0.125"));
    assertThat(overview.batches())
        .isEqualTo(Map.of(BatchState.FINISHED, 1L, BatchState.RUNNING, 1L));
    assertThat(overview.tasks())
        .containsEntry(Status.PUBLISHED, 1L)
        .containsEntry(Status.FAILED, 1L)
        .containsEntry(Status.NONE, 0L);
    WriterStats writing = ledger.writing();
    assertThat(writing.commits()).isPositive().isLessThanOrEqualTo(writing.changes());
    assertThat(writing.waiting()).isZero();
  }

  // Help

  private Claim claim(String id) {
    return batches().claim(id, OWNER, LEASE, ALIVE).orElseThrow();
  }

  private Claim accepted(String id, InboxFile drop) {
    batches().accept(batch(id, CAPS), drop);
    return claim(id);
  }

  private void finish(Claim claim) {
    String id = claim.batch().id();
    batches().become(id, OWNER, claim.epoch(), BatchState.FINISHED, null);
    batches().reported(id, OWNER, claim.epoch(), 0);
  }
}
