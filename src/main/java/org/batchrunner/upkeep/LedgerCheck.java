package org.batchrunner.upkeep;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.batchrunner.batch.accept.InputStore;
import org.batchrunner.batch.manage.BatchQueries;
import org.batchrunner.batch.manage.BatchView;
import org.batchrunner.common.Count;
import org.batchrunner.common.Sha256;
import org.batchrunner.ledger.BatchRecord;
import org.batchrunner.ledger.Ledger;
import org.jspecify.annotations.Nullable;

/** Checks the ledger: its file, its sums, its times, and the inputs of its batches. */
final class LedgerCheck implements Doctor.Check {

  private static final Duration AHEAD = Duration.ofMinutes(1);

  private final Ledger ledger;
  private final BatchQueries inspection;
  private final InputStore inputs;
  private final Clock clock;

  LedgerCheck(Ledger ledger, BatchQueries inspection, InputStore inputs, Clock clock) {
    this.ledger = ledger;
    this.inspection = inspection;
    this.inputs = inputs;
    this.clock = clock;
  }

  @Override
  public List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    List<String> wrong = ledger.upkeep().integrity();
    if (wrong.isEmpty()) {
      findings.add(Finding.ok("the ledger is intact, and its sums agree with its calls"));
    }
    wrong.forEach(what -> findings.add(Finding.wrong("ledger: %s Restore a backup.", what)));
    List<BatchRecord> batches =
        inspection.latest(Integer.MAX_VALUE).stream().map(BatchView::batch).toList();
    batches.stream()
        .flatMap(LedgerCheck::times)
        .max(Instant::compareTo)
        .filter(last -> last.isAfter(clock.instant().plus(AHEAD)))
        .ifPresent(
            last ->
                findings.add(
                    Finding.wrong(
                        "the ledger has times up to %s, but it is %s now: the clock of this machine was set"
                            + " back, or that of another one is ahead; synchronize the clocks with NTP",
                        last, clock.instant())));
    inputs(findings, batches);
    return findings;
  }

  private static Stream<Instant> times(BatchRecord batch) {
    return Stream.of(batch.acceptedAt(), batch.startedAt(), batch.finishedAt())
        .flatMap(Stream::ofNullable);
  }

  private void inputs(List<Finding> findings, List<BatchRecord> batches) {
    int whole = 0;
    for (BatchRecord batch : batches) {
      String wrong = input(batch);
      if (wrong == null) {
        whole++;
      } else {
        findings.add(Finding.wrong("batch %s: %s; restore it from a backup", batch.id(), wrong));
      }
    }
    findings.add(Finding.ok("%s with the input file", Count.of(whole, "batch")));
  }

  private @Nullable String input(BatchRecord batch) {
    try {
      String is = Sha256.hex(inputs.input(batch.id()));
      return is.equals(batch.sha256()) ? null : "its input was changed after it was accepted";
    } catch (IOException e) {
      return "its input is missing or can't be read";
    }
  }
}
