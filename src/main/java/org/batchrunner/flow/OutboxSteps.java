package org.batchrunner.flow;

import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.batchrunner.batch.EventLog;
import org.batchrunner.batch.active.ActiveBatch;
import org.batchrunner.batch.active.ActiveBatches;
import org.batchrunner.batch.active.StopRequest;
import org.batchrunner.batch.manage.BatchQueries;
import org.batchrunner.batch.manage.Reporter;
import org.batchrunner.batch.run.RecordedResult;
import org.batchrunner.ledger.LedgerException;
import org.batchrunner.ledger.StoredResult;
import org.batchrunner.outbox.Outbox;
import org.batchrunner.outbox.ProgressFile;
import org.batchrunner.outbox.ReportsAhead;
import org.batchrunner.outbox.ResultFiles;
import org.batchrunner.task.Result;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the outbox. Named by the outbox routes. */
public final class OutboxSteps {

  private static final Logger LOG = LoggerFactory.getLogger(OutboxSteps.class);

  private final ActiveBatches batches;
  private final Reporter reporter;
  private final BatchQueries inspection;
  private final Outbox outbox;
  private final Clock clock;
  private final Map<String, ResultFiles> resultFiles = new ConcurrentHashMap<>();
  private final Map<String, ReportsAhead> reportsAhead = new ConcurrentHashMap<>();

  /** Batches of which a result is not in the files that grow. */
  private final Set<String> missed = ConcurrentHashMap.newKeySet();

  private final Map<String, ProgressFile> progressFiles = new ConcurrentHashMap<>();

  OutboxSteps(
      ActiveBatches batches,
      Reporter reporter,
      BatchQueries inspection,
      Outbox outbox,
      Clock clock) {
    this.batches = batches;
    this.reporter = reporter;
    this.inspection = inspection;
    this.outbox = outbox;
    this.clock = clock;
  }

  /** Opens the files that grow while a batch runs. */
  public void open(Exchange exchange) throws IOException {
    ActiveBatch batch = exchange.getMessage().getBody(ActiveBatch.class);
    resultFiles.put(batch.id(), reporter.open(batch.batch()));
    reporter.ahead(batch).ifPresent(ahead -> reportsAhead.put(batch.id(), ahead));
    batches.goesOnAgain(batch);
  }

  /**
   * Writes a result, once the ledger has it. Where that fails no further task begins: the ledger
   * keeps the results, and the files are made again when the batch is claimed again. The steps
   * after it find it in {@code body.json}; without a result there are none.
   */
  public void result(Exchange exchange) {
    RecordedResult recorded = exchange.getMessage().getBody(RecordedResult.class);
    ActiveBatch batch = exchange.getProperty(TotalsStrategy.BATCH, ActiveBatch.class);
    exchange.removeProperty(TotalsStrategy.BATCH); // nobody waits for it any more
    try {
      ResultFiles files = resultFiles.get(batch.id());
      StoredResult stored = recorded.stored();
      if (stored == null || !isCommitted(batch, recorded)) {
        exchange.setRouteStop(true);
        return;
      }
      handOn(exchange.getMessage(), batch.id(), stored.result());
      if (files != null) {
        writeAhead(batch.id(), recorded, stored);
        files.ended(stored);
      }
    } catch (IOException e) {
      batch.stop(StopRequest.LEAVE, sentence(e));
    } catch (RuntimeException | Error e) {
      missed.add(batch.id());
      throw e;
    } finally {
      written(batch, recorded);
    }
  }

  /**
   * Returns whether the ledger has the result. If it refused it, the task is not done, and the
   * batch is paused.
   */
  private boolean isCommitted(ActiveBatch batch, RecordedResult recorded) {
    try {
      return recorded.committed().join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      batches.failed(
          batch,
          new IllegalStateException(
              "the ledger refused the result of task %d: %s"
                  .formatted(recorded.task().seq(), RouteFailures.words(cause)),
              cause));
      return false;
    }
  }

  private static void written(ActiveBatch batch, RecordedResult recorded) {
    if (recorded.takeWritten()) {
      batch.resultWritten();
    }
  }

  /**
   * A step before {@link #result} has failed: the batch must not wait for a file of this result.
   */
  void missed(Exchange exchange) {
    ActiveBatch batch = exchange.getProperty(TotalsStrategy.BATCH, ActiveBatch.class);
    if (batch != null && exchange.getMessage().getBody() instanceof RecordedResult recorded) {
      missed(batch, recorded);
    }
  }

  /**
   * Gives a batch back after a failure in the route {@code batch} that the route itself does not
   * catch, so that the batch is not held for ever.
   *
   * @return false if no batch is held for this message
   */
  boolean leave(Exchange exchange) {
    ActiveBatch batch = exchange.getProperty(TotalsStrategy.BATCH, ActiveBatch.class);
    boolean held =
        batch != null
            && !(exchange.getMessage().getBody() instanceof RecordedResult)
            && batches.find(batch.id()).filter(active -> active == batch).isPresent();
    if (held) {
      putOff(exchange);
    }
    return held;
  }

  /**
   * Notes that a result may not reach {@link #result}: the files are then written from the ledger
   * at the end.
   */
  void missed(ActiveBatch batch, RecordedResult recorded) {
    missed.add(batch.id());
    written(batch, recorded);
  }

  private static void handOn(Message message, String batch, Result result) {
    message.setHeader("BatchRunnerBatch", batch);
    message.setHeader("BatchRunnerTask", result.seq());
    message.setHeader("BatchRunnerStatus", result.status().wire());
  }

  private void writeAhead(String batch, RecordedResult recorded, StoredResult stored)
      throws IOException {
    ReportsAhead ahead = reportsAhead.get(batch);
    if (ahead == null) {
      return;
    }
    try {
      ahead.ended(recorded.task(), stored);
    } catch (IOException e) {
      LOG.debug("batch {}: its reports are not written ahead", batch, e);
      reportsAhead.remove(batch, ahead);
      ahead.close();
    }
  }

  /** Writes the progress of each batch that runs here and has changed. */
  public void progress() {
    for (ActiveBatch batch : batches.active()) {
      try {
        ProgressFile file = progressFile(batch.id());
        // Once its reports are made, its progress is written, too, and its files are left alone.
        if (resultFiles.containsKey(batch.id()) && file.due()) {
          file.update(inspection.view(batch.id()).progress());
        }
      } catch (IOException | LedgerException e) {
        LOG.debug("batch {}: progress.json can't be written", batch.id(), e);
      }
    }
  }

  /** Writes the reports of a batch that has ended or pauses. */
  public void report(Exchange exchange) throws IOException {
    ActiveBatch batch = exchange.getMessage().getBody(ActiveBatch.class);
    ResultFiles files = resultFiles.remove(batch.id());
    long corrections = inspection.view(batch.id()).batch().corrections();
    boolean corrected = missed.remove(batch.id()) || corrections != batch.reportedCorrections();
    if (files != null) {
      files.close();
      if (!files.areWhole()) {
        LOG.warn("batch {}: files are missing in the outbox; they are written again", batch.id());
      }
      if (corrected || !files.areWhole()) {
        reporter.rewriteFiles(batch.batch());
      }
    }
    try (ReportsAhead ahead = reportsAhead.remove(batch.id())) {
      if (ahead != null && corrected) {
        ahead.close();
      }
      reporter.write(batch.id(), progressFile(batch.id()), ahead);
    }
    batch.reportedCorrections(corrections);
    progressFiles.remove(batch.id());
    EventLog.reported(batch.id(), inspection.view(batch.id()).batch().state());
  }

  /** A batch whose files can't be written, or whose ledger can't be read, is given back. */
  public void putOff(Exchange exchange) {
    ActiveBatch batch = exchange.getProperty(TotalsStrategy.BATCH, ActiveBatch.class);
    Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    try (ResultFiles files = resultFiles.remove(batch.id());
        ReportsAhead ahead = reportsAhead.remove(batch.id())) {
      LOG.debug("batch {}: closes {} and {}", batch.id(), files, ahead, failure);
    } catch (IOException e) {
      LOG.debug("batch {}: its files can't be closed", batch.id(), e);
    }
    progressFiles.remove(batch.id());
    batches.putOff(
        batch,
        failure instanceof IOException io
            ? sentence(io)
            : RouteFailures.words(RouteFailures.ofStep(exchange, failure)),
        failure instanceof IOException || failure instanceof LedgerException);
    exchange.getMessage().setBody(null);
  }

  private static String sentence(IOException e) {
    return "Its files can't be written: " + RouteFailures.words(e);
  }

  private ProgressFile progressFile(String batch) {
    return progressFiles.computeIfAbsent(batch, id -> new ProgressFile(outbox, clock));
  }
}
