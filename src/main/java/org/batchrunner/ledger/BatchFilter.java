package org.batchrunner.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.batchrunner.task.BatchState;
import org.jspecify.annotations.Nullable;

/**
 * A filter for lists of batches.
 *
 * @param states empty for all
 * @param words found anywhere in the id or the file's name; null for all
 * @param from accepted then or later; null for all
 * @param to accepted before; null for all
 */
public record BatchFilter(
    Set<BatchState> states, @Nullable String words, @Nullable Instant from, @Nullable Instant to) {

  /** Returns the SQL condition, empty for all batches, and adds its values to the list. */
  String where(List<Object> values) {
    List<String> conditions = new ArrayList<>();
    if (!states.isEmpty()) {
      conditions.add(
          states.stream()
              .map(state -> "'" + state.wire() + "'")
              .collect(Collectors.joining(", ", "state IN (", ")")));
    }
    if (words != null && !words.isBlank()) {
      String pattern = "%" + words.strip().replaceAll("[!%_]", "!$0") + "%";
      conditions.add(
          "(lower(id) LIKE lower(?) ESCAPE '!' OR lower(source) LIKE lower(?) ESCAPE '!')");
      values.add(pattern);
      values.add(pattern);
    }
    if (from != null) {
      conditions.add("accepted_at >= ?");
      values.add(from.toEpochMilli());
    }
    if (to != null) {
      conditions.add("accepted_at < ?");
      values.add(to.toEpochMilli());
    }
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }
}
