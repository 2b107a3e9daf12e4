package org.batchrunner.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.batchrunner.ledger.Samples.claimed;
import static org.batchrunner.ledger.Samples.result;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import org.batchrunner.app.SettableClock;
import org.batchrunner.common.Json;
import org.batchrunner.ledger.ResultStore.Filter;
import org.batchrunner.ledger.ResultStore.Sort;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.batchrunner.task.options.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists of a batch of 100,000 tasks, with answers of a kilobyte. */
class PagingTest {

  private static final int TASKS = 100_000;
  private static final int REPEATS = 5;
  private static final Duration QUICK = Duration.ofSeconds(2);

  @TempDir Path folder;

  @Test
  void aPageIsQuick() throws Exception {
    LedgerSettings settings = LedgerSettings.in(folder.resolve("data"));
    try (Ledger ledger =
        Ledger.open(settings, new SettableClock(Instant.parse("2025-01-02T03:04:05Z")))) {
      long no = claimed(ledger, "large", Options.DEFAULTS).batch().no();
      fill(settings, no);
      ResultStore results = ledger.results();
      Filter first = new Filter(Set.of(), null, null, Sort.SEQ, false, 0, 100);
      assertThat(results.page(no, first).total()).isEqualTo(TASKS);
      quick("first page", () -> results.page(no, first));
      quick("last page", () -> results.page(no, sorted(Sort.SEQ, TASKS - 100)));
      quick("by cost", () -> results.page(no, sorted(Sort.COST, 0)));
      quick("by duration", () -> results.page(no, sorted(Sort.DURATION, 0)));
      quick("by status, page 500", () -> results.page(no, sorted(Sort.STATUS, 50_000)));
      Filter failed = new Filter(Set.of(Status.FAILED), null, null, Sort.COST, true, 0, 100);
      assertThat(results.page(no, failed).total()).isEqualTo(TASKS / 10);
      quick("failed ones by cost", () -> results.page(no, failed));
      Filter words = new Filter(Set.of(), null, "Needle 99", Sort.SEQ, false, 0, 100);
      assertThat(results.page(no, words).total()).isEqualTo(1111);
      quick("by words", () -> results.page(no, words));
      quick("chart of cost", () -> ledger.statistics().cost(no, 200));
      quick("chart of latency", () -> ledger.statistics().latencies(no));
      quick("batches", () -> ledger.batches().list(Set.of(), 0, 50));
    }
  }

  private static Filter sorted(Sort sort, int offset) {
    return new Filter(Set.of(), null, null, sort, true, offset, 100);
  }

  private static void quick(String what, Runnable query) {
    long[] times = new long[REPEATS];
    for (int i = 0; i < REPEATS; i++) {
      long start = System.nanoTime();
      query.run();
      times[i] = System.nanoTime() - start;
    }
    Arrays.sort(times);
    Duration median = Duration.ofNanos(times[REPEATS / 2]);
    System.out.printf("100,000 tasks, %-20s %4d ms%n", what, median.toMillis());
    assertThat(median).as(what).isLessThan(QUICK);
  }

  private static void fill(LedgerSettings settings, long no) throws Exception {
    String text = "An answer of some length. ".repeat(40);
    try (Connection connection = DriverManager.getConnection(settings.url())) {
      connection.setAutoCommit(false);
      try (PreparedStatement task =
              connection.prepareStatement(
                  "INSERT INTO task (batch, seq, id, status, cap, settled, at_risk, held, drawn,"
                      + " open_calls, calls, cost, duration_ms, provider, model, ended_at)"
                      + " VALUES (?, ?, ?, ?, 0, ?, 0, 0, 0, 0, 1, ?, ?, 'openai', 'm', ?)");
          PreparedStatement row =
              connection.prepareStatement(
                  "INSERT INTO result (batch, seq, json) VALUES (?, ?, ?)");
          PreparedStatement call =
              connection.prepareStatement(
                  "INSERT INTO call (batch, seq, no, phase, provider, model, state, worst, cost,"
                      + " latency_ms, intended_at) VALUES (?, ?, 1, 'debate', 'openai', 'm',"
                      + " 'settled', 0, 0, ?, 0)")) {
        for (int seq = 1; seq <= TASKS; seq++) {
          Status status = seq % 10 == 0 ? Status.FAILED : Status.PUBLISHED;
          Result result = result(seq, status, "0.001", text + " needle " + seq);
          int scattered = (int) (seq * 7919L % TASKS);
          set(
              task,
              no,
              seq,
              result.id(),
              status.wire(),
              scattered,
              scattered,
              scattered,
              seq * 10L);
          set(row, no, seq, Json.write(result));
          set(call, no, seq, scattered);
          if (seq % 1000 == 0) {
            task.executeBatch();
            row.executeBatch();
            call.executeBatch();
          }
        }
      }
      try (PreparedStatement account =
          connection.prepareStatement(
              "UPDATE account SET n_failed = ?, n_published = ? WHERE batch = ?")) {
        set(account, TASKS / 10, TASKS - TASKS / 10, no);
        account.executeBatch();
      }
      connection.commit();
    }
  }

  private static void set(PreparedStatement statement, Object... values) throws Exception {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    statement.addBatch();
  }
}
