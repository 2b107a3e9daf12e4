package org.batchrunner.cli;

import java.util.Collection;
import java.util.List;
import org.batchrunner.task.BatchState;
import org.batchrunner.task.Status;
import org.batchrunner.task.Totals;

/** The exit codes of {@code run}. */
enum ExitCode {
  INTERRUPTED(130),
  UNEXPECTED(1),
  USAGE(2),
  PAUSED(4),
  CANCELLED(5),
  /** The batch finished, but some tasks failed or were stopped by a cap. */
  SOME_FAILED(3),
  OK(0);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** Returns the most important of several codes. */
  static ExitCode worst(Collection<ExitCode> codes) {
    return List.of(values()).stream().filter(codes::contains).findFirst().orElse(OK);
  }

  static ExitCode of(BatchState state, Totals totals) {
    return switch (state) {
      case ACCEPTED, RUNNING -> INTERRUPTED;
      case PAUSED -> PAUSED;
      case CANCELLED -> CANCELLED;
      case STOPPED, FINISHED -> allWell(totals) ? OK : SOME_FAILED;
    };
  }

  private static boolean allWell(Totals totals) {
    return totals.byStatus().keySet().stream().allMatch(Status::endedWell);
  }
}
