package org.batchrunner.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.NotifyBuilder;
import org.batchrunner.cli.RunningProgram;
import org.batchrunner.harness.TaskFiles;
import org.batchrunner.task.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes whose queue is full, and a stop in the middle of a split. */
class FullQueuesTest {

  private static final int TASKS = 12;

  @TempDir Path home;

  private RunningProgram start() {
    return TestProgram.in(home)
        .set("mode", "mock")
        .set("max-batches", "1")
        .set("queue.batches", "1")
        .set("queue.results", "1")
        .set("poll.unfinished", "100")
        .set("shutdown-timeout", "20s")
        .watch()
        .program();
  }

  private static CamelContext camel(RunningProgram program) {
    return ((SpringProgram) program).bean(CamelContext.class);
  }

  private String submit(RunningProgram program, String name, int tasks) throws IOException {
    Path file = Files.writeString(home.resolve(name + ".csv"), TaskFiles.csv(name, tasks));
    return program.worker().submit(file, Map.of());
  }

  private static void awaitFinished(RunningProgram program, String batch) {
    await(batch)
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                program
                    .inspection()
                    .view(batch)
                    .word(program.clock().instant())
                    .equals("finished"));
  }

  private static long published(RunningProgram program, String batch) {
    return program.inspection().view(batch).totals().byStatus().getOrDefault(Status.PUBLISHED, 0L);
  }

  @Test
  void aFullQueueOfResultsSlowsTheTasksAndLosesNone() throws Exception {
    try (RunningProgram program = start()) {
      CountDownLatch slow = new CountDownLatch(1);
      AdviceWith.adviceWith(
          camel(program),
          "results",
          advice ->
              advice
                  .weaveAddFirst()
                  .process(exchange -> assertThat(slow.await(20, TimeUnit.SECONDS)).isTrue()));
      NotifyBuilder written =
          new NotifyBuilder(camel(program)).fromRoute("results").whenCompleted(TASKS).create();
      String batch = submit(program, "results", TASKS);
      await().until(() -> program.worker().works(batch));
      assertThat(written.matches()).isFalse();
      slow.countDown();
      assertThat(written.matches(20, TimeUnit.SECONDS)).isTrue();
      awaitFinished(program, batch);
      assertThat(Files.readAllLines(home.resolve("outbox/" + batch + "/results.jsonl")))
          .hasSize(TASKS);
    }
  }

  @Test
  void aFullQueueOfBatchesRefusesNoneOfThem() throws Exception {
    try (RunningProgram program = start()) {
      CountDownLatch slow = new CountDownLatch(1);
      AdviceWith.adviceWith(
          camel(program),
          "publish",
          advice ->
              advice
                  .weaveAddFirst()
                  .process(exchange -> assertThat(slow.await(20, TimeUnit.SECONDS)).isTrue()));
      List<String> batches = new ArrayList<>();
      for (int i = 1; i <= 5; i++) {
        batches.add(submit(program, "waits" + i, 1));
      }
      slow.countDown();
      batches.forEach(batch -> awaitFinished(program, batch));
    }
  }

  @Test
  void aStopInTheMiddleOfTheSplitLeavesTheRestToTheNextStart() throws Exception {
    AtomicInteger published = new AtomicInteger();
    CountDownLatch stopping = new CountDownLatch(1);
    String batch;
    try (RunningProgram program = start()) {
      AdviceWith.adviceWith(
          camel(program),
          "publish",
          advice ->
              advice
                  .weaveAddFirst()
                  .process(
                      exchange -> {
                        if (published.incrementAndGet() > 4) {
                          stopping.countDown();
                        }
                      }));
      batch = submit(program, "stopped", 200);
      assertThat(stopping.await(20, TimeUnit.SECONDS)).isTrue();
    }
    try (RunningProgram program = start()) {
      awaitFinished(program, batch);
      assertThat(published(program, batch)).as("none failed, none is missing").isEqualTo(200);
      assertThat(Files.readAllLines(home.resolve("outbox/" + batch + "/results.jsonl")))
          .hasSize(200);
    }
  }
}
