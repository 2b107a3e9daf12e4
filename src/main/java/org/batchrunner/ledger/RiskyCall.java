package org.batchrunner.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A call that is charged at its worst case, since its cost is not known.
 *
 * @param task the id of its task
 */
public record RiskyCall(String task, CallRecord call) {

  static final String SELECT =
      CallRecord.SELECT_ALL.replace(
              "FROM call WHERE",
              ", (SELECT id FROM task WHERE task.batch = call.batch"
                  + " AND task.seq = call.seq) AS task_id FROM call WHERE")
          + "state = 'at_risk' ORDER BY seq, no";

  static RiskyCall read(ResultSet row, int n) throws SQLException {
    return new RiskyCall(row.getString("task_id"), CallRecord.read(row, n));
  }

  /** Names it within its batch: {@code 12.1} is the first call of task 12. */
  public String id() {
    return call.seq() + "." + call.no();
  }
}
