package org.batchrunner.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.batchrunner.money.Admission;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** How fast it is; prints what it measured. */
@Tag("bench")
class LedgerSpeedTest {

  private static final int CALLERS = 64;
  private static final int CHUNK = 32;

  @Test
  void aWholeTaskCommitsAtTheRateThatTheProgramNeeds(@TempDir Path folder) throws Exception {
    int tasks = Integer.getInteger("batch-runner.bench.tasks", 200_000);
    String answer = "x".repeat(400);
    try (Ledger ledger = Ledger.open(LedgerSettings.in(folder), Clock.systemUTC())) {
      Claim claim = Samples.claimed(ledger, "speed", Samples.caps("1", "1000000"));
      long no = claim.batch().no();
      AtomicInteger next = new AtomicInteger();
      ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
      long start = System.nanoTime();
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        done.add(
            callers.submit(
                () -> {
                  for (int first = next.getAndAdd(CHUNK);
                      first < tasks;
                      first = next.getAndAdd(CHUNK)) {
                    work(ledger, no, claim.epoch(), first, answer);
                  }
                }));
      }
      for (Future<?> each : done) {
        each.get();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      double cpu = writerCpuNanos() / 1e9;
      System.out.printf(
          "%,d tasks in %.2f s: %,.0f tasks/s, %,.0f rows/s; writer %.1f µs CPU a task%n",
          tasks, seconds, tasks / seconds, 6 * tasks / seconds, cpu * 1e6 / tasks);
      callers.shutdown();
      assertThat(Samples.current(ledger, no).totals().done()).isEqualTo(tasks);
      assertThat(tasks / seconds).isGreaterThan(8000);
      single(ledger, no, claim.epoch(), tasks);
    }
  }

  @Test
  void atTheProgramsOwnRateTheWriterLeavesTheProcessorToOthers(@TempDir Path folder) {
    int rate = 8000;
    int seconds = 8;
    String answer = "x".repeat(400);
    try (Ledger ledger = Ledger.open(LedgerSettings.in(folder), Clock.systemUTC())) {
      Claim claim = Samples.claimed(ledger, "speed", Samples.caps("1", "1000000"));
      long no = claim.batch().no();
      MoneyLedger money = ledger.money();
      long cpu = writerCpuNanos();
      long commits = commits(folder);
      long start = System.nanoTime();
      int perTick = rate / 1000;
      CompletableFuture<?> last = CompletableFuture.completedFuture(true);
      for (int tick = 0; tick < seconds * 1000; tick++) {
        long due = start + tick * 1_000_000L;
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        for (int i = 1; i <= perTick; i++) {
          int seq = tick * perTick + i;
          if (seq % CHUNK == 1) {
            List<Hold> holds = new ArrayList<>();
            for (int each = seq; each < seq + CHUNK; each++) {
              holds.add(Samples.hold(each, "0.01", "1", "0.01"));
            }
            last = money.admit(no, claim.epoch(), holds);
          }
          String key = "%016x%048x".formatted(seq * 0x9e3779b97f4a7c15L, seq);
          last = money.settle(no, Samples.answered(seq, 1, "0.001", key, answer));
          last =
              money.record(
                  no, claim.epoch(), Samples.result(seq, Status.PUBLISHED, "0.001", answer));
        }
      }
      last.join();
      double took = (System.nanoTime() - start) / 1e9;
      double used = (writerCpuNanos() - cpu) / 1e9;
      int tasks = rate * seconds;
      System.out.printf(
          "%,.0f tasks/s: the writer takes %.0f%% of a processor, %.1f µs a task; %.1f tasks a commit%n",
          tasks / took,
          100 * used / took,
          used * 1e6 / tasks,
          (double) tasks / (commits(folder) - commits));
      assertThat(Samples.current(ledger, no).totals().done()).isEqualTo(tasks);
    }
  }

  @Test
  void oneWriterCommitsForAllWhoWait(@TempDir Path folder) throws Exception {
    int rounds = 4000;
    try (Ledger ledger = Ledger.open(LedgerSettings.in(folder), Clock.systemUTC())) {
      Claim claim = Samples.claimed(ledger, "speed", Samples.caps("1", "1000000"));
      long no = claim.batch().no();
      AtomicInteger seqs = new AtomicInteger();
      ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
      long start = System.nanoTime();
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        done.add(
            callers.submit(
                () -> {
                  for (int round = 0; round < rounds; round++) {
                    Hold hold = Samples.hold(seqs.incrementAndGet(), "0.01", "1", "0.01");
                    Ledger.await(ledger.money().admit(no, claim.epoch(), List.of(hold)));
                  }
                }));
      }
      for (Future<?> each : done) {
        each.get();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      int rows = 2 * rounds * CALLERS;
      System.out.printf(
          "%,.0f rows/s for %d waiting callers (tasks and calls)%n", rows / seconds, CALLERS);
      callers.shutdown();
      assertThat(rows / seconds).isGreaterThan(60_000);
    }
  }

  private static void work(Ledger ledger, long no, long epoch, int first, String answer) {
    MoneyLedger money = ledger.money();
    List<Hold> holds = new ArrayList<>();
    for (int seq = first + 1; seq <= first + CHUNK; seq++) {
      holds.add(Samples.hold(seq, "0.01", "1", "0.01"));
    }
    List<Admission> admitted = Ledger.await(money.admit(no, epoch, holds));
    assertThat(admitted).containsOnly(Admission.ADMIT);
    CompletableFuture<?> last = CompletableFuture.completedFuture(true);
    for (int seq = first + 1; seq <= first + CHUNK; seq++) {
      String key = "%016x%048x".formatted(seq * 0x9e3779b97f4a7c15L, seq);
      last = money.settle(no, Samples.answered(seq, 1, "0.001", key, answer));
      Result result = Samples.result(seq, Status.PUBLISHED, "0.001", answer);
      CompletableFuture<?> unused = money.record(no, epoch, result);
    }
    last.join();
  }

  private static void single(Ledger ledger, long no, long epoch, int tasks) {
    int rounds = 2000;
    long start = System.nanoTime();
    for (int i = 1; i <= rounds; i++) {
      List<Hold> holds = List.of(Samples.hold(tasks + i, "0.01", "1", "0.01"));
      Ledger.await(ledger.money().admit(no, epoch, holds));
    }
    System.out.printf("a single commit: %.0f µs%n", (System.nanoTime() - start) / 1e3 / rounds);
  }

  private static long writerCpuNanos() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(thread -> thread != null && thread.getThreadName().equals("ledger-writer"))
        .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
        .sum();
  }

  private static long commits(Path folder) {
    return new Reader(new DriverManagerDataSource(LedgerSettings.in(folder).url()))
        .list("SELECT max(commits) FROM writer", (row, n) -> row.getLong(1))
        .get(0);
  }
}
