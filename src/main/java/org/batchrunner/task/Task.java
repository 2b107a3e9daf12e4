package org.batchrunner.task;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row or line of a task file.
 *
 * @param seq the sequence number: 1, 2, 3 ... in file order, counting only rows that have a text
 * @param id the id from the file, else the sequence number
 * @param text the text of the task
 * @param columns the other columns by their header, in file order
 * @param body a complete request from a line of the OpenAI batch format; null for all others
 */
public record Task(
    int seq, String id, String text, Map<String, String> columns, @Nullable String body) {

  public static Task of(int seq, String text) {
    return new Task(seq, Integer.toString(seq), text, Map.of(), null);
  }
}
