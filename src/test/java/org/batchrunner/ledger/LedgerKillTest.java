package org.batchrunner.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that is killed while it writes. */
@Tag("kills")
class LedgerKillTest {

  private static final int KILLS = 8;

  @Test
  void whatWasSaidToBeDurableIsThereAfterAKill(@TempDir Path folder) throws Exception {
    Set<Integer> said = new HashSet<>();
    for (int kill = 0; kill < KILLS; kill++) {
      Process program =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  LedgerKillTest.class.getName(),
                  folder.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (BufferedReader out = program.inputReader()) {
        int enough = said.size() + 300 + 137 * kill;
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          if (line.startsWith("durable ") && line.endsWith(".")) {
            said.add(Integer.valueOf(line.substring(8, line.length() - 1)));
          }
          if (said.size() >= enough) {
            break;
          }
        }
        program.destroyForcibly().waitFor();
      }
    }
    assertThat(said).hasSizeGreaterThan(300 * KILLS);
    try (Ledger ledger = Ledger.open(LedgerSettings.in(folder), Clock.systemUTC())) {
      assertThat(ledger.upkeep().integrity()).isEmpty();
      Claim claim =
          ledger.batches().claim("killed", "last", Samples.LEASE, owner -> true).orElseThrow();
      assertThat(said).allSatisfy(seq -> assertThat(claim.done().get(seq)).isTrue());
      BatchRecord batch = claim.batch();
      assertThat(batch.totals().done()).isEqualTo(claim.done().cardinality());
      assertThat(batch.budget().settled())
          .isGreaterThanOrEqualTo(new Dollars(1000).times(batch.totals().done()));
      assertThat(ledger.upkeep().integrity()).isEmpty();
    }
  }

  /** Works one batch task by task, and says of each when it is durable. */
  public static void main(String[] args) {
    Ledger ledger = Ledger.open(LedgerSettings.in(Path.of(args[0])), Clock.systemUTC());
    ledger.batches().accept(Samples.batch("killed", Samples.caps("1", "1000")), null);
    String owner = Long.toString(ProcessHandle.current().pid());
    Claim claim =
        ledger.batches().claim("killed", owner, Samples.LEASE, other -> true).orElseThrow();
    long no = claim.batch().no();
    for (int next = claim.done().nextClearBit(1); ; next = claim.done().nextClearBit(next + 1)) {
      int seq = next;
      Claim.Prior prior = claim.prior().get(seq);
      int call = prior == null ? 1 : prior.calls() + 1;
      IntendedCall intent = Samples.intent(seq, call, "0.001");
      Hold hold =
          new Hold(seq, "id", Samples.dollars("0.001"), Samples.dollars("1"), List.of(intent));
      var admitted = ledger.money().admit(no, claim.epoch(), List.of(hold));
      var settled = ledger.money().settle(no, Samples.settled(seq, call, "0.000001"));
      var recorded =
          ledger
              .money()
              .record(no, claim.epoch(), Samples.result(seq, Status.PUBLISHED, "0.000001", "x"))
              .thenAccept(done -> System.out.println("durable " + seq + "."));
      if (seq % 16 == 0) {
        Ledger.await(admitted);
        Ledger.await(settled);
        Ledger.await(recorded);
      }
    }
  }
}
