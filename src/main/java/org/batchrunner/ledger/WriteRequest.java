package org.batchrunner.ledger;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A change that waits to be committed, and what its caller waits for. */
final class WriteRequest<T> {

  /** A change of one batch's book, which shares its transaction with others. */
  interface Change<T> {
    T apply(AccountTransaction keeper) throws SQLException;
  }

  /** A change that has a transaction of its own. */
  interface Sole<T> {
    T apply(WriteSession session) throws SQLException;
  }

  final CompletableFuture<T> future = new CompletableFuture<>();
  final long batch;
  private final @Nullable Change<T> change;
  private final @Nullable Sole<T> sole;
  private @Nullable T outcome;

  private WriteRequest(long batch, @Nullable Change<T> change, @Nullable Sole<T> sole) {
    this.batch = batch;
    this.change = change;
    this.sole = sole;
  }

  static <T> WriteRequest<T> of(long batch, Change<T> change) {
    return new WriteRequest<>(batch, change, null);
  }

  static <T> WriteRequest<T> alone(Sole<T> sole) {
    return new WriteRequest<>(0, null, sole);
  }

  boolean alone() {
    return sole != null;
  }

  void apply(WriteSession session, AccountCache books) throws SQLException {
    if (sole != null) {
      outcome = sole.apply(session);
    } else if (change != null) {
      outcome = change.apply(books.keeper(batch));
    }
  }

  /** The change is durable. */
  @SuppressWarnings("NullAway") // the outcome is what the change returned
  void complete() {
    future.complete(outcome);
  }

  void fail(Throwable cause) {
    future.completeExceptionally(cause);
  }
}
