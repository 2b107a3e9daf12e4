package org.batchrunner.batch.active;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.batchrunner.app.SettableClock;
import org.batchrunner.ledger.BatchRecord;
import org.batchrunner.ledger.Claim;
import org.batchrunner.ledger.Hold;
import org.batchrunner.ledger.IntendedCall;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.LedgerSettings;
import org.batchrunner.ledger.NewBatch;
import org.batchrunner.ledger.Settlement;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.CallProgress;
import org.batchrunner.task.Mode;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Phase;
import org.batchrunner.task.options.Options;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Money goes back after 24 hours where the option says so, and nowhere else. */
class DueReleasesTest {

  private static final Dollars TENTH = Dollars.parse("0.1");

  @TempDir Path home;
  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-02T03:04:05Z"));
  private Ledger ledger;

  @BeforeEach
  void open() {
    ledger = Ledger.open(LedgerSettings.in(home), clock);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void aLostCallIsReleasedADayLater() {
    BatchRecord batch = batch("after-24h");
    assertThat(due(batch)).isEmpty();
    clock.goOn(Duration.ofHours(23));
    assertThat(due(batch)).isEmpty();
    clock.goOn(Duration.ofHours(1));
    assertThat(due(batch)).as("not the one that was answered").containsExactly(TENTH, TENTH);
    assertThat(ledger.batches().find(batch.id()).orElseThrow().budget().atRisk()).isEqualTo(TENTH);
    assertThat(ledger.releases().released(batch.no()))
        .allMatch(released -> released.how().equals("after 24 hours"));
    assertThat(due(ledger.batches().find("b").orElseThrow())).isEmpty();
  }

  @Test
  void otherwiseItStaysAtRisk() {
    for (String release : List.of("never", "by-hand")) {
      BatchRecord batch = batch(release);
      clock.goOn(Duration.ofDays(400));
      assertThat(due(batch)).isEmpty();
      assertThat(ledger.batches().find(batch.id()).orElseThrow().budget().atRisk().isZero())
          .isFalse();
    }
  }

  private List<Dollars> due(BatchRecord batch) {
    return new DueReleases(ledger, clock).release(batch);
  }

  /** With a call that got no response, one whose response was cut, and one without its usage. */
  private BatchRecord batch(String release) {
    Options options = Options.DEFAULTS.with(Map.of("release", release));
    String id = release.equals("after-24h") ? "b" : release;
    ledger
        .batches()
        .accept(new NewBatch(id, "t.csv", id, options, Mode.REAL, "1", "none", 1, 0), null);
    Claim claim =
        ledger.batches().claim(id, "me", Duration.ofMinutes(1), owner -> false).orElseThrow();
    long no = claim.batch().no();
    ModelId model = new ModelId("openai", "gpt-4o-mini");
    List<IntendedCall> intents =
        List.of(
            new IntendedCall(1, 1, Phase.DEBATE, model, TENTH),
            new IntendedCall(1, 2, Phase.DEBATE, model, TENTH),
            new IntendedCall(1, 3, Phase.DEBATE, model, TENTH));
    Hold hold = new Hold(1, "1", Dollars.parse("0.3"), Dollars.parse("1"), intents);
    assertThat(Ledger.await(ledger.money().admit(no, claim.epoch(), List.of(hold)))).hasSize(1);
    List<CallProgress> far =
        List.of(CallProgress.SENT, CallProgress.RESPONDING, CallProgress.ANSWERED);
    for (int call = 1; call <= 3; call++) {
      Settlement lost =
          Settlement.atRisk(1, call, null, "lost", 1).reached(far.get(call - 1), null);
      assertThat(Ledger.await(ledger.money().settle(no, lost))).isTrue();
    }
    return ledger.batches().find(id).orElseThrow();
  }
}
