package org.batchrunner.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.batchrunner.task.Status;

/** The columns of an account that count how tasks ended. */
final class StatusColumns {

  /** The statuses that a task can end with. */
  static final List<Status> ENDINGS =
      Arrays.stream(Status.values()).filter(status -> status != Status.PENDING).toList();

  /** All of them, as they stand in a SELECT. */
  static final String COLUMNS =
      ENDINGS.stream().map(StatusColumns::column).collect(Collectors.joining(", "));

  /** The sums of all accounts. */
  static final String OVERVIEW =
      ENDINGS.stream()
          .map(StatusColumns::column)
          .map(column -> "coalesce(sum(%s), 0) %s".formatted(column, column))
          .collect(
              Collectors.joining(
                  ", ",
                  "SELECT coalesce(sum(settled), 0) settled, coalesce(sum(at_risk), 0) at_risk,"
                      + " coalesce(sum(held), 0) held, ",
                  " FROM account"));

  private StatusColumns() {}

  static String column(Status status) {
    return "n_" + status.wire();
  }
}
