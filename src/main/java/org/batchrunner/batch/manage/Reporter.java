package org.batchrunner.batch.manage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.batchrunner.batch.accept.InputStore;
import org.batchrunner.batch.accept.Redactors;
import org.batchrunner.batch.active.ActiveBatch;
import org.batchrunner.batch.run.PriorCalls;
import org.batchrunner.intake.CloseableIterator;
import org.batchrunner.intake.Intake;
import org.batchrunner.intake.TaskFile;
import org.batchrunner.ledger.BatchRecord;
import org.batchrunner.ledger.Bill;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.StoredResult;
import org.batchrunner.outbox.AcceptedFiles;
import org.batchrunner.outbox.BatchFacts;
import org.batchrunner.outbox.InputColumns;
import org.batchrunner.outbox.Outbox;
import org.batchrunner.outbox.ProgressFile;
import org.batchrunner.outbox.Receipts;
import org.batchrunner.outbox.Reports;
import org.batchrunner.outbox.ReportsAhead;
import org.batchrunner.outbox.ResultFiles;
import org.batchrunner.outbox.Workbook;
import org.batchrunner.task.Result;
import org.batchrunner.task.Task;
import org.batchrunner.task.options.Options;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the files of a batch in the outbox from the ledger and the copy of its input. */
public final class Reporter {

  private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);

  private final Ledger ledger;
  private final InputStore inputs;
  private final Intake intake;
  private final BatchQueries inspection;
  private final Outbox outbox;
  private final Redactors redactors;
  private final AcceptedFiles acceptedFiles;
  private final Receipts receipts;
  private final Clock clock;

  public Reporter(
      Ledger ledger,
      InputStore inputs,
      Intake intake,
      BatchQueries inspection,
      Outbox outbox,
      Redactors redactors,
      Clock clock) {
    this.ledger = ledger;
    this.inputs = inputs;
    this.intake = intake;
    this.inspection = inspection;
    this.outbox = outbox;
    this.redactors = redactors;
    this.clock = clock;
    this.acceptedFiles = new AcceptedFiles(outbox);
    this.receipts = new Receipts(outbox);
  }

  /**
   * Writes the reports of a batch as its state asks for: all of them where it has ended, {@code
   * batch_report.csv} last, else {@code results.csv} so far.
   *
   * @param ahead reports that have been written already; null if there are none
   */
  public void write(String id, ProgressFile progress, @Nullable ReportsAhead ahead)
      throws IOException {
    BatchView view = inspection.view(id);
    BatchFacts facts =
        BatchFactsFactory.ofSummary(view.batch(), redactors, ledger, inputs.notes(id));
    acceptedFiles.writeMissing(id, inputs.input(id), view.batch().source(), view.batch().options());
    if (!view.batch().state().ended()) {
      write(view.batch(), facts, Reports::soFar);
      progress.end(view.progress());
      return;
    }
    progress.end(view.progress());
    if (!kept(ahead, facts)) {
      write(view.batch(), facts, Reports::end);
    }
  }

  /** Reports that end with the batch, or those so far. */
  private interface Form {
    void write(
        Reports reports,
        BatchFacts batch,
        InputColumns input,
        Iterator<Task> tasks,
        Iterator<StoredResult> results)
        throws IOException;
  }

  private void write(BatchRecord batch, BatchFacts facts, Form form) throws IOException {
    Options options = batch.options();
    TaskFile file = intake.open(inputs.input(batch.id()), options);
    InputColumns columns = InputColumns.of(file.check().columns(), file.delimiter());
    Reports reports = new Reports(outbox, pending(batch));
    try (CloseableIterator<Task> tasks = file.tasks();
        Stream<StoredResult> stored = results(batch)) {
      form.write(reports, facts, columns, tasks, stored.iterator());
    }
  }

  /**
   * Writes {@code results.xlsx}, as far as the batch is.
   *
   * @return the file
   */
  public Path workbook(String id) throws IOException {
    BatchView view = inspection.view(id);
    Options options = view.batch().options();
    TaskFile file = intake.open(inputs.input(id), options);
    InputColumns columns = InputColumns.of(file.check().columns(), file.delimiter());
    Workbook workbook = new Workbook(outbox, pending(view.batch()));
    try (CloseableIterator<Task> tasks = file.tasks();
        Stream<StoredResult> stored = results(view.batch())) {
      return workbook.write(
          BatchFactsFactory.of(view.batch(), redactors), columns, tasks, stored.iterator());
    }
  }

  /** Redacts tasks that have no result yet, and tells what their calls have come to so far. */
  private UnaryOperator<Result> pending(BatchRecord batch) {
    Set<Integer> begun = batch.state().ended() ? Set.of() : ledger.results().begun(batch.no());
    return result -> {
      Result billed =
          begun.contains(result.seq())
              ? PriorCalls.billed(result, Bill.of(ledger.results().calls(batch.no(), result.seq())))
              : result;
      return redactors.redact(batch.options(), billed);
    };
  }

  /**
   * Opens the files of a batch that is now being worked. What whoever accepted it has not written,
   * or could not, is written here: a batch is not worked before its copy is in the outbox.
   */
  public ResultFiles open(BatchRecord batch) throws IOException {
    ResultFiles files = resultFiles(batch);
    try {
      acceptedFiles.writeMissing(
          batch.id(), inputs.input(batch.id()), batch.source(), batch.options());
      receipts.acceptedIfMissing(
          batch.source(), batch.sha256(), batch.id(), inputs.notes(batch.id()));
      return files;
    } catch (IOException | RuntimeException e) {
      files.close();
      throw e;
    }
  }

  /** The files that grow while a batch runs, made again from the ledger. */
  private ResultFiles resultFiles(BatchRecord batch) throws IOException {
    try (Stream<StoredResult> results = results(batch)) {
      return ResultFiles.open(outbox, BatchFactsFactory.of(batch, redactors), results.iterator());
    }
  }

  private Stream<StoredResult> results(BatchRecord batch) {
    return ledger.results().stored(batch.no());
  }

  /**
   * Writes all files of a batch again; if it is running, only those that do not grow.
   *
   * @return what was done, as a sentence
   */
  public String rewrite(String id) {
    try {
      BatchRecord batch = inspection.view(id).batch();
      if (batch.leaseOwner() == null || !batch.leased(clock.instant())) {
        rewriteFiles(batch);
      }
      write(id, new ProgressFile(outbox, clock), null);
      return "%s: its files are in %s".formatted(id, outbox.path(id));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes again what is there before the reports: the input, the options, the results. */
  public void rewriteFiles(BatchRecord batch) throws IOException {
    acceptedFiles.write(batch.id(), inputs.input(batch.id()), batch.source(), batch.options());
    resultFiles(batch).close();
  }

  /**
   * Reports that are written while the batch runs.
   *
   * @return empty where tasks have ended before, or the file's columns are not known beforehand
   */
  public Optional<ReportsAhead> ahead(ActiveBatch active) throws IOException {
    BatchRecord batch = active.batch();
    if (active.totals().done() > 0) {
      return Optional.empty();
    }
    TaskFile file = intake.open(inputs.input(batch.id()), batch.options());
    Optional<List<String>> header = file.header();
    return header.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ReportsAhead(
                outbox,
                BatchFactsFactory.of(batch, redactors),
                InputColumns.of(header.get(), file.delimiter())));
  }

  /**
   * Puts reports that were written ahead in their places. Those that can't be kept are deleted
   * before the last report appears, since that one says that the folder is complete.
   */
  private static boolean kept(@Nullable ReportsAhead ahead, BatchFacts batch) throws IOException {
    if (ahead == null) {
      return false;
    }
    try {
      if (ahead.keep(batch)) {
        return true;
      }
    } catch (IOException e) {
      LOG.warn(
          "batch {}: its reports, written ahead, are not kept ({}); they are made of the ledger",
          batch.id(),
          e.toString());
    }
    ahead.close();
    return false;
  }
}
