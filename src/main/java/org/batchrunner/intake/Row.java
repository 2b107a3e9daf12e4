package org.batchrunner.intake;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row or line of a task file, before it has a number.
 *
 * @param line where it begins
 * @param id empty if it has none
 * @param text empty if it asks nothing
 * @param body a whole request, from a line of the OpenAI batch format
 */
record Row(long line, String id, String text, Map<String, String> columns, @Nullable String body) {

  static Row of(long line, String text) {
    return new Row(line, "", text, Map.of(TaskColumn.TASK, text), null);
  }
}
