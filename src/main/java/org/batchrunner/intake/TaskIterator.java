package org.batchrunner.intake;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.NoSuchElementException;
import org.batchrunner.task.Task;
import org.jspecify.annotations.Nullable;

/** Numbers the rows that ask something, and drops and counts the others. */
final class TaskIterator implements CloseableIterator<Task> {

  private final Rows rows;
  private final Closeable source;
  private final String file;
  private @Nullable Row next;
  private int count;
  private int dropped;
  private long line;

  TaskIterator(Rows rows, Closeable source, String file) {
    this.rows = rows;
    this.source = source;
    this.file = file;
  }

  @Override
  public boolean hasNext() {
    while (next == null && rows.hasNext()) {
      Row row = rows.next();
      if (PlainText.isBlank(row.text())) {
        dropped++;
      } else {
        next = row;
      }
    }
    return next != null;
  }

  @Override
  public Task next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    Row row = next;
    next = null;
    line = row.line();
    if (row.text().length() > FileLimits.TEXT) {
      throw new InvalidTaskFileException(
          file,
          line,
          "the task has more than %,d characters, which no model accepts; shorten it"
              .formatted(FileLimits.TEXT));
    }
    if (++count > FileLimits.TASKS) {
      throw new InvalidTaskFileException(
          file, line, "the file has more than %,d tasks; split it".formatted(FileLimits.TASKS));
    }
    String id = row.id().isEmpty() ? Integer.toString(count) : row.id();
    return new Task(count, id, row.text(), row.columns(), row.body());
  }

  int count() {
    return count;
  }

  int dropped() {
    return dropped;
  }

  int hidden() {
    return rows.hidden();
  }

  /** The line in which the last task begins. */
  long line() {
    return line;
  }

  List<String> columns() {
    return rows.columns();
  }

  @Override
  public void close() {
    try {
      source.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
