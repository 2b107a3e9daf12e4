package org.batchrunner.batch.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.batchrunner.batch.BatchContext;
import org.batchrunner.batch.accept.InputStore;
import org.batchrunner.batch.accept.Redactors;
import org.batchrunner.batch.manage.BatchQueries;
import org.batchrunner.common.Json;
import org.batchrunner.ledger.Claim;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.LedgerSettings;
import org.batchrunner.ledger.NewBatch;
import org.batchrunner.ledger.RequestedState;
import org.batchrunner.metrics.Counters;
import org.batchrunner.outbox.Outbox;
import org.batchrunner.task.Mode;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.batchrunner.task.Task;
import org.batchrunner.task.options.Options;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Not only what is published: tasks that did not run, and why a batch pauses. */
class RedactionOfResultsTest {

  private static final String MAIL = "jane.roe@example.org";
  private static final String KEY = "sk-proj-Ab3dEf6hIj9kLmN0pQrStUvWxYz";

  @TempDir Path folder;
  private final Redactors redactors = new Redactors();
  private Ledger ledger;

  @BeforeEach
  void open() {
    ledger = Ledger.open(LedgerSettings.in(folder), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private Claim accepted(Options options) {
    ledger
        .batches()
        .accept(
            new NewBatch("b", "b.csv", "sha", options, Mode.REAL, "1", Result.NO_CORPUS, 1, 0),
            null);
    return ledger.batches().claim("b", "me", Duration.ofSeconds(9), owner -> false).orElseThrow();
  }

  private String recorded(Options options, Status status) {
    Claim claim = accepted(options);
    BatchContext context =
        new BatchContext(
            "b", claim.batch().no(), claim.epoch(), Mode.REAL, options, Result.NO_CORPUS);
    Task task = Task.of(1, "Write to " + MAIL);
    Result result =
        Result.without(task, status, "left out: '" + MAIL + "' is in it", Mode.REAL)
            .withError("the key " + KEY + " was refused");
    RecordedResult recorded =
        new Recorder(ledger, redactors, new Counters())
            .record(context, new SkippedTask(task, result));
    assertThat(recorded.committed().join()).isTrue();
    assertThat(recorded.json()).isEqualTo(Json.write(recorded.result()));
    return Json.write(ledger.results().find(claim.batch().no(), 1).orElseThrow());
  }

  @Test
  void aTaskThatDidNotRunIsRedactedInTheLedgerAndInAllThatIsMadeOfIt() {
    assertThat(recorded(Options.DEFAULTS, Status.SKIPPED_BATCH_CAP))
        .doesNotContain(MAIL, KEY)
        .contains("Write to [REDACTED:EMAIL]");
  }

  @Test
  void withoutRedactionItStays() {
    assertThat(recorded(Options.of(Map.of("redaction", false)), Status.FILTERED)).contains(MAIL);
  }

  @Test
  void theReasonOfABatchIsRedactedInItsSummary() {
    Options options = Options.DEFAULTS;
    ledger
        .batches()
        .accept(
            new NewBatch("b", "b.csv", "sha", options, Mode.REAL, "1", Result.NO_CORPUS, 1, 0),
            null);
    ledger.batches().want("b", RequestedState.PAUSE, "out of credit: ask " + MAIL + ", key " + KEY);

    Object summary =
        new BatchQueries(ledger, new Outbox(folder), new InputStore(folder), redactors)
            .summary("b");

    assertThat(Json.write(summary))
        .doesNotContain(MAIL, KEY)
        .contains("out of credit: ask [REDACTED:EMAIL], key [REDACTED:API_KEY]");
  }
}
