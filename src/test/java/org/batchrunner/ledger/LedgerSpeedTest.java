package org.batchrunner.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.batchrunner.money.Admission;
import org.batchrunner.task.Json;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
      double cpu = ledger.writerCpuNanos() / 1e9;
      System.out.printf(
          "%,d tasks in %.2f s: %,.0f tasks/s, %,.0f rows/s; writer %.1f µs CPU a task%n",
          tasks, seconds, tasks / seconds, 6 * tasks / seconds, cpu * 1e6 / tasks);
      callers.shutdown();
      assertThat(ledger.results().totals(no).done()).isEqualTo(tasks);
      assertThat(tasks / seconds).isGreaterThan(8000);
      single(ledger, no, claim.epoch(), tasks);
    }
  }

  private static void work(Ledger ledger, long no, long epoch, int first, String answer) {
    Money money = ledger.money();
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
      CompletableFuture<?> unused = money.record(no, epoch, result, Json.write(result));
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
}
