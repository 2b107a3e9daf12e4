package org.batchrunner.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.batchrunner.task.Status;

/** The columns of an account that count how tasks ended. */
final class Counts {

  /** The statuses that a task can end with. */
  static final List<Status> ENDINGS =
      Arrays.stream(Status.values()).filter(status -> status != Status.PENDING).toList();

  /** All of them, as they stand in a SELECT. */
  static final String COLUMNS =
      ENDINGS.stream().map(Counts::column).collect(Collectors.joining(", "));

  private Counts() {}

  static String column(Status status) {
    return "n_" + status.wire();
  }
}
