package org.batchrunner.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.builder.AdviceWith;
import org.batchrunner.cli.RunningProgram;
import org.batchrunner.task.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * A step that throws, in each route of one running program: what reaches the console, and what
 * becomes of the batch.
 */
class FailingStepTest {

  @TempDir static Path home;
  private static RunningProgram program;
  private static CamelContext camel;

  /** The route whose first step throws now. */
  private static volatile String failing = "";

  private static final AtomicInteger calls = new AtomicInteger();

  private static int number;

  /** What the console shows at the levels that a user has. */
  private final List<ILoggingEvent> shown = new CopyOnWriteArrayList<>();

  private final AppenderBase<ILoggingEvent> console =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          event.prepareForDeferredProcessing();
          shown.add(event);
        }
      };

  @BeforeAll
  static void start() throws Exception {
    program =
        TestProgram.in(home)
            .set("mode", "mock")
            .set("settle-time", "0s")
            .set("poll.release", "300")
            .set("poll.unfinished", "300")
            .set("defaults.retry-delays", "0.01s")
            .watch()
            .program();
    camel = ((SpringProgram) program).bean(CamelContext.class);
    List<String> ids = camel.getRoutes().stream().map(Route::getRouteId).toList();
    for (String id : ids) {
      AdviceWith.adviceWith(
          camel,
          id,
          advice ->
              advice
                  .weaveAddFirst()
                  .process(
                      exchange -> {
                        if (failing.equals(id)) {
                          calls.incrementAndGet();
                          throw new IllegalStateException("boom");
                        }
                      })
                  .id("planted-" + id));
    }
  }

  @AfterAll
  static void stop() {
    program.close();
  }

  @BeforeEach
  void listen() {
    calls.set(0);
    console.start();
    root().addAppender(console);
  }

  @AfterEach
  void mend() {
    failing = "";
    root().detachAppender(console);
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  /** What reached the console since {@link #listen}; nothing may have a stack trace. */
  private List<String> troubles() {
    assertThat(shown)
        .allSatisfy(
            event -> {
              assertThat(event.getThrowableProxy()).as("%s", event).isNull();
              assertThat(event.getFormattedMessage()).doesNotContain("Failed delivery", "\tat ");
            });
    return shown.stream()
        .filter(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private static String word(String batch) {
    return program.inspection().view(batch).word(program.clock().instant());
  }

  private static long published(String batch) {
    return program.inspection().view(batch).totals().byStatus().getOrDefault(Status.PUBLISHED, 0L);
  }

  private static void awaitFinished(String batch) {
    await(batch).atMost(Duration.ofSeconds(20)).until(() -> word(batch).equals("finished"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"task", "debate", "judge", "publish", "record", "model-call", "model-attempt"})
  void aTaskThatCanNotBeRunPausesItsBatchWithOneSentence(String route) throws IOException {
    failing = route;
    String batch = submit();
    await(route).atMost(Duration.ofSeconds(20)).until(() -> word(batch).equals("paused"));
    assertThat(troubles())
        .singleElement()
        .asString()
        .contains(batch, "the step planted-" + route + " of the route " + route, "boom")
        .contains("The batch is paused", "batch-runner resume " + batch);
    assertThat(program.inspection().view(batch).batch().reason())
        .contains("planted-" + route, "boom");
    failing = "";
    assertThat(program.control().resume(batch)).contains(batch);
    awaitFinished(batch);
    assertThat(published(batch)).isEqualTo(1);
  }

  @Test
  void aModelThatCanNotBeAskedFailsItsTask() throws IOException {
    failing = "provider-mock";
    String batch = submit();
    awaitFinished(batch);
    assertThat(troubles()).isEmpty();
    assertThat(program.inspection().view(batch).totals().byStatus())
        .containsEntry(Status.FAILED, 1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"batches", "unfinished", "progress", "release-money"})
  void whatATimerCanNotDoIsToldOnceAMinute(String route) {
    failing = route;
    await(route).atMost(Duration.ofSeconds(20)).until(() -> calls.get() >= 3);
    assertThat(troubles())
        .singleElement()
        .asString()
        .startsWith("the step planted-" + route + " of the route " + route + " failed: boom.")
        .contains("correct it and start again", "DEBUG");
  }

  @Test
  void aFileThatTheInboxCanNotTakeStaysAndIsTakenLater() throws IOException {
    failing = "inbox";
    Path aside = Files.writeString(home.resolve("dropped"), "id,task\n1,Name a bird\n");
    Path file = Files.createDirectories(home.resolve("inbox")).resolve("dropped.csv");
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    await().atMost(Duration.ofSeconds(20)).until(() -> calls.get() >= 2);
    assertThat(troubles()).singleElement().asString().contains("the route inbox failed: boom");
    assertThat(file).exists();
    failing = "";
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> Files.exists(home.resolve("inbox/.done/dropped.csv")));
    awaitFinished(program.inspection().resolve("dropped"));
  }

  @Test
  void aBatchThatCanNotBeQueuedIsFoundAgain() throws IOException {
    failing = "queue-batch";
    String batch = submit();
    await().atMost(Duration.ofSeconds(20)).until(() -> calls.get() >= 2);
    assertThat(troubles())
        .singleElement()
        .asString()
        .contains("the route queue-batch failed: boom");
    failing = "";
    awaitFinished(batch);
  }

  @Test
  void aBatchThatCanNotBeTakenIsFoundAgain() throws IOException {
    failing = "batch";
    String batch = submit();
    await().atMost(Duration.ofSeconds(20)).until(() -> calls.get() >= 2);
    assertThat(troubles()).singleElement().asString().contains("the route batch failed: boom");
    failing = "";
    awaitFinished(batch);
  }

  @Test
  void resultsThatCanNotBeHandedOnAreInTheReportsAllTheSame() throws IOException {
    failing = "results";
    String batch = submit();
    awaitFinished(batch);
    assertThat(troubles()).singleElement().asString().contains("the route results failed: boom");
    Path folder = home.resolve("outbox").resolve(batch);
    await().until(() -> Files.exists(folder.resolve("batch_report.csv")));
    assertThat(Files.readAllLines(folder.resolve("results.jsonl"))).hasSize(1);
  }

  @Test
  void aBatchWhoseReportsCanNotBeWrittenIsTriedAgain() throws IOException {
    failing = "close";
    String batch = submit();
    await().atMost(Duration.ofSeconds(20)).until(() -> calls.get() >= 1 && !troubles().isEmpty());
    assertThat(troubles())
        .singleElement()
        .asString()
        .contains(batch, "the step planted-close of the route close failed: boom")
        .contains("It is tried again");
    failing = "";
    awaitFinished(batch);
    assertThat(published(batch)).isEqualTo(1);
  }

  private static String submit() throws IOException {
    String name = "tasks" + ++number + ".csv";
    Path file = Files.writeString(home.resolve(name), "id,task\n1,Name a tree " + number + "\n");
    return program.worker().submit(file, Map.of());
  }
}
