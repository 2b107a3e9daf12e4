package org.batchrunner.ledger;

import java.sql.SQLException;
import java.util.List;
import org.batchrunner.task.Result;
import org.jspecify.annotations.Nullable;

/** Loads tasks and calls that are not in an {@link AccountState}. */
interface AccountSource {

  @Nullable OpenTask task(long batch, int seq) throws SQLException;

  @Nullable StoredCall call(long batch, int seq, int no) throws SQLException;

  /** Returns the calls of a task in their order. */
  List<CallRecord> calls(long batch, int seq) throws SQLException;

  @Nullable Result result(long batch, int seq) throws SQLException;
}
