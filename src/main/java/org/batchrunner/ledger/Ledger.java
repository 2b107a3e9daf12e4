package org.batchrunner.ledger;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** The ledger, open. */
public final class Ledger implements AutoCloseable {

  private final HikariDataSource readers;
  private final Writer writer;
  private final MoneyLedger money;
  private final BatchStore batches;
  private final ResultStore results;
  private final Statistics statistics;
  private final ReplyStore replies;
  private final TaskClaims work;
  private final LedgerMaintenance upkeep;
  private final Releases releases;

  private Ledger(Database database, HikariDataSource readers, Writer writer, Clock clock) {
    this.readers = readers;
    this.writer = writer;
    Reader reader = new Reader(readers);
    this.money = new MoneyLedger(writer);
    this.batches = new BatchStore(writer, reader, clock);
    this.results = new ResultStore(reader, database.dialect);
    this.statistics = new Statistics(reader);
    this.replies = new ReplyStore(reader);
    this.work = new TaskClaims(writer, reader, clock);
    this.upkeep = new LedgerMaintenance(writer, reader, database);
    this.releases = new Releases(writer, reader);
  }

  /**
   * Opens it, and makes it first where it is not there yet.
   *
   * @throws LedgerException if that can't be done
   */
  public static Ledger open(LedgerSettings settings, Clock clock) {
    Database database = new Database(settings);
    return open(settings, clock, database, database::session);
  }

  /**
   * @param opener of the connection that writes
   */
  static Ledger open(
      LedgerSettings settings, Clock clock, Database database, Writer.Opener opener) {
    database.prepare();
    Writer writer = new Writer(opener, clock, settings.retryAfter());
    Ledger ledger = new Ledger(database, database.readers(), writer, clock);
    writer.start();
    return ledger;
  }

  public BatchStore batches() {
    return batches;
  }

  public MoneyLedger money() {
    return money;
  }

  public ResultStore results() {
    return results;
  }

  public Statistics statistics() {
    return statistics;
  }

  public ReplyStore replies() {
    return replies;
  }

  public TaskClaims work() {
    return work;
  }

  public Releases releases() {
    return releases;
  }

  public LedgerMaintenance upkeep() {
    return upkeep;
  }

  /** Whether it can write. While it can't, changes wait, and nothing is lost. */
  public Health health() {
    return writer.health();
  }

  /** How its writer has done so far. */
  public WriterStats writing() {
    return writer.writing();
  }

  /** Tells of each change of its health, on the writer's thread. */
  public void onHealth(Consumer<Health> listener) {
    writer.listen(listener);
  }

  /**
   * Waits for a change to be durable.
   *
   * @throws RuntimeException what it failed with, such as {@link LeaseLostException}
   */
  public static <T> T await(CompletableFuture<T> change) {
    try {
      return change.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Writes what waits; changes that can't be written then fail. */
  @Override
  public void close() {
    writer.close();
    readers.close();
  }
}
