package org.batchrunner.intake;

import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A task a line; blank lines are skipped. */
final class TextRows implements Rows {

  private final Lines lines;
  private @Nullable Row next;

  TextRows(Lines lines) {
    this.lines = lines;
  }

  @Override
  public boolean hasNext() {
    while (next == null && lines.hasNext()) {
      Lines.Line line = lines.next();
      if (!Texts.isBlank(line.text())) {
        next = Row.of(line.number(), line.text().strip());
      }
    }
    return next != null;
  }

  @Override
  public Row next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    Row row = next;
    next = null;
    return row;
  }

  @Override
  public List<String> columns() {
    return List.of(TaskColumn.TASK);
  }
}
