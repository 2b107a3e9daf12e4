package org.batchrunner.ledger;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. It commits for all who wait: whatever has come while the last
 * transaction was committed goes into the next one.
 *
 * <p>If a change is at fault, it fails and the others of its transaction go on. If the database is,
 * nothing fails: the transaction is tried again until it is in or the ledger is closed.
 */
final class Writer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
  private static final int LARGEST_GROUP = 512;
  private static final int LONGEST_WAIT = 100;

  private static final String COMMITS = "SELECT commits FROM writer WHERE id = ?";
  private static final String UPDATE_COMMITS =
      "UPDATE writer SET commits = ?, seen_at = ? WHERE id = ?";
  private static final String INSERT_WRITER =
      "INSERT INTO writer (commits, seen_at, id) VALUES (0, ?, ?) ON CONFLICT (id) DO NOTHING";
  private static final String DELETE_WRITER = "DELETE FROM writer WHERE id = ?";

  /** Opens the connection that writes. */
  interface Opener {
    WriteSession open() throws SQLException;
  }

  private final Opener opener;
  private final Clock clock;
  private final Duration retryAfter;
  private final String id = UUID.randomUUID().toString();
  private final LinkedBlockingQueue<WriteRequest<?>> queue = new LinkedBlockingQueue<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AccountCache books = new AccountCache();
  private final Thread thread;
  private final WriterHealth pulse;
  private final WriteRequest<?> wake = WriteRequest.of(0, book -> 0);
  private volatile boolean ended;
  private @Nullable WriteSession session;
  private long commits;

  /** Only the writer's thread changes them. */
  private volatile long changes;

  private volatile long nanos;
  private volatile long done;

  Writer(Opener opener, Clock clock, Duration retryAfter) {
    this.opener = opener;
    this.clock = clock;
    this.retryAfter = retryAfter;
    this.pulse = new WriterHealth(clock);
    this.thread = new Thread(this::run, "ledger-writer");
  }

  void start() {
    thread.start();
  }

  /** Completes, on the writer's thread, when the change is durable. */
  <T> CompletableFuture<T> submit(long batch, WriteRequest.Change<T> change) {
    return submit(WriteRequest.of(batch, change));
  }

  /** Completes, on the writer's thread, when the change is durable. */
  <T> CompletableFuture<T> submitAlone(WriteRequest.Sole<T> sole) {
    return submit(WriteRequest.alone(sole));
  }

  private <T> CompletableFuture<T> submit(WriteRequest<T> entry) {
    queue.add(entry);
    if (ended && queue.remove(entry)) {
      entry.fail(closed());
    }
    return entry.future;
  }

  Health health() {
    return pulse.health();
  }

  void listen(Consumer<Health> listener) {
    pulse.listen(listener);
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void run() {
    List<WriteRequest<?>> waiting = new ArrayList<>();
    try {
      while (!isClosing() || !queue.isEmpty()) {
        waiting.add(queue.take());
        queue.drainTo(waiting, LARGEST_GROUP - 1);
        waiting.remove(wake);
        commitAll(waiting);
        waiting.clear();
      }
      forget();
    } catch (InterruptedException e) {
      LOG.warn("The ledger's writer was interrupted");
    } finally {
      closeSession();
      ended = true;
      waiting.forEach(left -> left.fail(closed()));
      for (WriteRequest<?> left = queue.poll(); left != null; left = queue.poll()) {
        left.fail(closed());
      }
    }
  }

  /** In the order in which they came: groups of changes, and those alone between them. */
  private void commitAll(List<WriteRequest<?>> waiting) {
    if (waiting.isEmpty()) {
      return;
    }
    int from = 0;
    for (int to = 1; to <= waiting.size(); to++) {
      if (to == waiting.size() || waiting.get(to).alone() || waiting.get(from).alone()) {
        commit(waiting.subList(from, to));
        from = to;
      }
    }
  }

  private void commit(List<WriteRequest<?>> group) {
    commits++;
    Instant since = clock.instant();
    long wait = retryAfter.toNanos();
    boolean applied = false;
    while (true) {
      try {
        WriteSession current = open();
        current.begin();
        if (!(applied && isCommitted(current))) {
          applied = false;
          apply(group, current);
          applied = true;
        }
        current.commit();
        books.committed();
        pulse.good();
        count(group.size(), since);
        group.forEach(WriteRequest::complete);
        return;
      } catch (SQLException | RuntimeException | Error e) {
        Optional<SQLException> outside = outside(e, applied);
        closeSession();
        if (outside.isEmpty()) {
          isolate(group, e);
          return;
        }
        pulse.trouble(outside.get());
        if (!pause(wait)) {
          LedgerException closed =
              new LedgerException("the ledger was closed before it could write", outside.get());
          group.forEach(entry -> entry.fail(closed));
          return;
        }
        wait = Math.min(wait * 2, retryAfter.toNanos() * LONGEST_WAIT);
      }
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  private void count(int size, Instant since) {
    changes += size;
    nanos += Math.max(0, Duration.between(since, clock.instant()).toNanos());
    done++;
  }

  WriterStats writing() {
    return new WriterStats(done, changes, nanos, queue.size());
  }

  private void apply(List<WriteRequest<?>> group, WriteSession current) throws SQLException {
    long now = clock.millis();
    if (group.get(0).alone()) {
      group.get(0).apply(current, books);
    } else {
      books.open(new AccountReader(current), AccountCache.inOrder(group));
      for (WriteRequest<?> entry : group) {
        entry.apply(current, books);
      }
      new AccountWriter(current).write(books.used(), now);
    }
    if (current.update(UPDATE_COMMITS, commits, now, id) != 1) {
      throw new IllegalStateException("the ledger has no row for this writer");
    }
  }

  /**
   * What failed at the commit itself may be in: that is the database's trouble, never a change's.
   */
  private Optional<SQLException> outside(Throwable e, boolean applied) {
    if (e instanceof SQLException sql) {
      return applied || session == null || session.dialect.outside(sql)
          ? Optional.of(sql)
          : Optional.empty();
    }
    // A driver may trip over the connection that it has just lost.
    return session != null && session.isLost()
        ? Optional.of(new SQLException("the connection was lost", e))
        : Optional.empty();
  }

  private void isolate(List<WriteRequest<?>> group, Throwable e) {
    if (group.size() == 1) {
      group
          .get(0)
          .fail(e instanceof SQLException ? new LedgerException(WriterHealth.sentence(e), e) : e);
    } else {
      group.forEach(entry -> commit(List.of(entry)));
    }
  }

  private WriteSession open() throws SQLException {
    if (session == null) {
      session = opener.open();
      session.update(INSERT_WRITER, clock.millis(), id);
    }
    return session;
  }

  /** Returns whether the transaction whose commit failed is in all the same; waits for its end. */
  private boolean isCommitted(WriteSession current) throws SQLException {
    String sql = COMMITS + current.dialect.forUpdate();
    return current.first(sql, (row, n) -> row.getLong(1), id).orElse(0L) == commits;
  }

  private void closeSession() {
    books.clear();
    WriteSession old = session;
    session = null;
    if (old != null) {
      try {
        old.close();
      } catch (SQLException e) {
        LOG.debug("A connection of the ledger could not be closed", e);
      }
    }
  }

  private void forget() {
    try {
      if (session != null) {
        session.update(DELETE_WRITER, id);
      }
    } catch (SQLException e) {
      LOG.debug("The writer of the ledger could not remove its row", e);
    }
  }

  private static LedgerException closed() {
    return new LedgerException("the ledger is closed");
  }

  /** False if the ledger was closed meanwhile. */
  private boolean pause(long nanos) {
    try {
      return !closing.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Writes what waits; what can't be written fails. */
  @Override
  public void close() {
    closing.countDown();
    queue.add(wake);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
