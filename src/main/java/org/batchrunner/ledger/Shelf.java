package org.batchrunner.ledger;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Has what a {@link Book} has not. */
interface Shelf {

  @Nullable OpenTask task(long batch, int seq) throws SQLException;

  @Nullable StoredCall call(long batch, int seq, int no) throws SQLException;
}
