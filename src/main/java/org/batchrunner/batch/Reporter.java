package org.batchrunner.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Iterator;
import java.util.stream.Stream;
import org.batchrunner.intake.Census;
import org.batchrunner.intake.CloseableIterator;
import org.batchrunner.intake.Intake;
import org.batchrunner.intake.TaskFile;
import org.batchrunner.ledger.BatchRecord;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.outbox.AcceptedFiles;
import org.batchrunner.outbox.InputColumns;
import org.batchrunner.outbox.Outbox;
import org.batchrunner.outbox.ProgressFile;
import org.batchrunner.outbox.Reports;
import org.batchrunner.outbox.ResultFiles;
import org.batchrunner.outbox.StoredResult;
import org.batchrunner.outbox.Workbook;
import org.batchrunner.task.Options;
import org.batchrunner.task.Task;

/** Makes the files of a batch in the outbox from the ledger and the copy of its input. */
public final class Reporter {

  private final Ledger ledger;
  private final InputStore inputs;
  private final Intake intake;
  private final Inspection inspection;
  private final Outbox outbox;
  private final AcceptedFiles acceptedFiles;
  private final Clock clock;

  public Reporter(
      Ledger ledger,
      InputStore inputs,
      Intake intake,
      Inspection inspection,
      Outbox outbox,
      Clock clock) {
    this.ledger = ledger;
    this.inputs = inputs;
    this.intake = intake;
    this.inspection = inspection;
    this.outbox = outbox;
    this.clock = clock;
    this.acceptedFiles = new AcceptedFiles(outbox);
  }

  /**
   * Writes the reports of a batch as its state asks for: all of them where it has ended, {@code
   * batch_report.csv} last, else {@code results.csv} so far.
   */
  public void write(String id, ProgressFile progress) throws IOException {
    BatchView view = inspection.view(id);
    Options options = view.batch().options();
    TaskFile file = intake.open(inputs.input(id), options);
    InputColumns columns = columns(file.check());
    try (CloseableIterator<Task> tasks = file.tasks();
        Stream<StoredResult> stored = results(view.batch())) {
      Iterator<StoredResult> results = stored.iterator();
      if (view.batch().state().ended()) {
        progress.end(view.progress());
        new Reports(outbox).end(Facts.of(view.batch()), columns, tasks, results);
      } else {
        new Reports(outbox).soFar(Facts.of(view.batch()), columns, tasks, results);
        progress.end(view.progress());
      }
    }
  }

  /**
   * Writes {@code results.xlsx}, as far as the batch is.
   *
   * @return the file
   */
  public Path workbook(String id) throws IOException {
    BatchView view = inspection.view(id);
    TaskFile file = intake.open(inputs.input(id), view.batch().options());
    InputColumns columns = columns(file.check());
    try (CloseableIterator<Task> tasks = file.tasks();
        Stream<StoredResult> stored = results(view.batch())) {
      return new Workbook(outbox).write(Facts.of(view.batch()), columns, tasks, stored.iterator());
    }
  }

  /** Opens the files that grow while a batch is worked, made anew from the ledger. */
  public ResultFiles resultFiles(BatchRecord batch) throws IOException {
    try (Stream<StoredResult> results = results(batch)) {
      return ResultFiles.open(outbox, Facts.of(batch), results.iterator());
    }
  }

  private Stream<StoredResult> results(BatchRecord batch) {
    return ledger.results().raw(batch.no()).map(raw -> StoredResult.parse(raw.json()));
  }

  /**
   * Writes all files of a batch anew.
   *
   * @return what was done, as a sentence
   */
  public String rewrite(String id) {
    try {
      BatchRecord batch = inspection.view(id).batch();
      acceptedFiles.write(id, inputs.input(id), batch.source(), batch.options());
      resultFiles(batch).close();
      write(id, new ProgressFile(outbox, clock));
      return "%s: its files are in %s".formatted(id, outbox.path(id));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputColumns columns(Census census) {
    return census.columns().isEmpty() ? InputColumns.OF_LINES : new InputColumns(census.columns());
  }
}
