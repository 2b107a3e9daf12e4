package org.batchrunner.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.AdviceWith;
import org.batchrunner.batch.manage.BatchView;
import org.batchrunner.cli.RunningProgram;
import org.batchrunner.harness.TaskFiles;
import org.batchrunner.money.Dollars;
import org.batchrunner.stub.Api;
import org.batchrunner.stub.ModelStub;
import org.batchrunner.task.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A step that throws between the steps of the routes, whatever it throws: no money is forgotten, no
 * row is lost, and no batch is held for ever. The stub bills as a vendor does.
 */
class BrokenStepsTest {

  private static final int TASKS = 3;
  private static final Duration LONG = Duration.ofSeconds(20);

  private static final Map<String, Supplier<Throwable>> KINDS =
      Map.of(
          "exception", () -> new IOException("boom"),
          "runtime exception", () -> new IllegalStateException("boom"),
          "error", () -> new NoSuchMethodError("boom"));

  /** Places around the request of a call, and whether it is sent by then. */
  private static final Map<String, Boolean> CALL =
      Map.of(
          "after intend", false, "after pace", false, "before settle", true, "after settle", true);

  private static final List<String> BATCH =
      List.of(
          "before open-outbox",
          "before tasks",
          "before result-file",
          "after result-file",
          "before write-result",
          "after write-result",
          "before end",
          "before report",
          "before release");

  private static final Map<String, String> ROUTES =
      Map.of(
          "open-outbox", "batch",
          "tasks", "batch",
          "result-file", "batch",
          "write-result", "results",
          "end", "close",
          "report", "close",
          "release", "close");

  @TempDir static Path home;
  private static ModelStub stub;
  private static RunningProgram program;
  private static volatile String failing = "";
  private static volatile Supplier<Throwable> throwing = IllegalStateException::new;
  private static final AtomicInteger hits = new AtomicInteger();
  private static int number;

  @BeforeAll
  static void start() throws Exception {
    stub = ModelStub.start();
    program =
        TestProgram.in(home)
            .set("providers.openai.base-url", stub.baseUrl(Api.OPENAI).toString())
            .set("providers.openai.api-key", "test")
            .set("providers.openai.max-in-flight", "2")
            .set("defaults.debaters", "openai/gpt-4o-mini")
            .set("defaults.retry-delays", "0.01s")
            .set("poll.unfinished", "200")
            .watch()
            .program();
    CamelContext camel = ((SpringProgram) program).bean(CamelContext.class);
    for (String place :
        Stream.of(CALL.keySet(), BATCH, List.of("after send"))
            .flatMap(Collection::stream)
            .toList()) {
      String step = place.substring(place.indexOf(' ') + 1);
      AdviceWith.adviceWith(
          camel,
          ROUTES.getOrDefault(step, "model-attempt"),
          advice -> {
            var weave = advice.weaveById(step);
            (place.startsWith("before") ? weave.before() : weave.after())
                .process(
                    exchange -> {
                      if (failing.equals(place)) {
                        hits.incrementAndGet();
                        Throwable failure = throwing.get();
                        if (failure instanceof Error error) {
                          throw error;
                        }
                        throw (Exception) failure;
                      }
                    })
                .id("planted " + place);
          });
    }
  }

  @AfterAll
  static void stop() {
    program.close();
    stub.close();
  }

  @AfterEach
  void mend() {
    failing = "";
  }

  static Stream<Arguments> calls() {
    return CALL.keySet().stream()
        .flatMap(place -> KINDS.keySet().stream().map(kind -> Arguments.of(place, kind)));
  }

  static Stream<Arguments> batches() {
    return BATCH.stream()
        .flatMap(place -> Stream.of("exception", "error").map(kind -> Arguments.of(place, kind)));
  }

  private static BatchView view(String batch) {
    return program.inspection().view(batch);
  }

  private static String word(String batch) {
    return view(batch).word(program.clock().instant());
  }

  private static String submit(String place, String kind) throws IOException {
    hits.set(0);
    failing = place;
    throwing = KINDS.get(kind);
    String name = "broken" + ++number;
    Path file = Files.writeString(home.resolve(name + ".csv"), TaskFiles.csv(name, TASKS));
    return program.worker().submit(file, Map.of());
  }

  private static Dollars billed(String name) {
    return new Dollars(
        stub.journal()
            .sums(entry -> entry.prompt().contains(" of " + name + " good"))
            .nanoDollars());
  }

  private static void finishes(String batch) throws IOException {
    await(batch).atMost(LONG).until(() -> word(batch).equals("finished"));
    await(batch).atMost(LONG).until(() -> view(batch).batch().reported());
    assertThat(view(batch).totals().byStatus())
        .containsOnly(Map.entry(Status.PUBLISHED, (long) TASKS));
    Path folder = home.resolve("outbox").resolve(batch);
    assertThat(Files.readAllLines(folder.resolve("results.jsonl"))).hasSize(TASKS);
    assertThat(folder.resolve("batch_report.csv")).exists();
    assertThat(view(batch).batch().budget().held().isZero()).isTrue();
  }

  @Tag("kills")
  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("calls")
  void aCallThatBreaksForgetsNoMoney(String place, String kind) throws Exception {
    String batch = submit(place, kind);
    String name = "broken" + number;
    await(place).atMost(LONG).until(() -> word(batch).equals("paused"));
    Dollars billed = billed(name);
    assertThat(billed.isZero()).as("sent").isEqualTo(!CALL.get(place));
    Dollars spent = view(batch).batch().budget().spent();
    assertThat(spent)
        .as("spent, of which the vendor bills " + billed)
        .isGreaterThanOrEqualTo(billed);
    if (place.equals("after intend")) {
      assertThat(spent).as("nothing was sent").isEqualTo(Dollars.ZERO);
    }
    assertThat(view(batch).batch().reason()).contains("boom", "planted " + place);
    failing = "";
    program.control().resume(batch);
    finishes(batch);
    assertThat(view(batch).batch().budget().spent()).isGreaterThanOrEqualTo(billed(name));
  }

  @Tag("kills")
  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("batches")
  void aBatchThatBreaksIsTriedAgainAndLosesNothing(String place, String kind) throws Exception {
    String batch = submit(place, kind);
    String name = "broken" + number;
    await(place).atMost(LONG).until(() -> hits.get() > 0);
    failing = "";
    await(place).atMost(LONG).until(() -> List.of("finished", "paused").contains(word(batch)));
    if (word(batch).equals("paused")) {
      assertThat(view(batch).batch().reason()).contains("boom");
      program.control().resume(batch);
    }
    finishes(batch);
    assertThat(
            stub.journal()
                .sums(entry -> entry.prompt().contains(" of " + name + " good"))
                .requests())
        .as("nothing is paid twice")
        .isEqualTo(TASKS);
    assertThat(view(batch).batch().budget().spent()).isEqualTo(billed(name));
  }

  /** It would meet every row. */
  @Test
  void anErrorOfTheRequestItselfFailsNoRow() throws Exception {
    String batch = submit("after send", "error");
    String name = "broken" + number;
    await().atMost(LONG).until(() -> List.of("finished", "paused").contains(word(batch)));
    assertThat(word(batch)).isEqualTo("paused");
    assertThat(view(batch).batch().reason()).contains("planted after send", "NoSuchMethodError");
    assertThat(view(batch).batch().budget().spent()).isGreaterThanOrEqualTo(billed(name));
    failing = "";
    program.control().resume(batch);
    finishes(batch);
    assertThat(view(batch).batch().budget().spent()).isGreaterThanOrEqualTo(billed(name));
  }

  /** What is no fault of a disk or of a database is the same for ever. */
  @Tag("kills")
  @ParameterizedTest
  @ValueSource(strings = {"before open-outbox", "before end"})
  void aStepThatStaysBrokenPausesItsBatch(String place) throws Exception {
    String batch = submit(place, "error");
    String name = "broken" + number;
    await(place).atMost(LONG.multipliedBy(2)).until(() -> word(batch).equals("paused"));
    assertThat(view(batch).batch().reason())
        .contains("planted " + place, "NoSuchMethodError: boom");
    assertThat(view(batch).batch().budget().held()).isEqualTo(Dollars.ZERO);
    failing = "";
    program.control().resume(batch);
    finishes(batch);
    assertThat(view(batch).batch().budget().spent()).isEqualTo(billed(name));
  }

  /** The ledger takes everything but one result: a batch must not end without it. */
  @Test
  void aResultThatTheLedgerRefusesIsNotCountedAsDone() throws Exception {
    String url = "jdbc:sqlite:" + home.resolve("data/ledger.db");
    try (Connection ledger = DriverManager.getConnection(url);
        Statement statement = ledger.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 10000");
      statement.execute(
          "CREATE TRIGGER refuses BEFORE INSERT ON result WHEN NEW.seq = 2"
              + " BEGIN SELECT RAISE(ABORT, 'boom'); END");
      String batch = submit("nowhere", "exception");
      String name = "broken" + number;
      await().atMost(LONG).until(() -> List.of("finished", "paused").contains(word(batch)));
      assertThat(word(batch)).isEqualTo("paused");
      assertThat(view(batch).batch().reason()).contains("the result of task 2", "boom");
      assertThat(view(batch).batch().budget().spent()).isEqualTo(billed(name));
      statement.execute("DROP TRIGGER refuses");
      program.control().resume(batch);
      finishes(batch);
      assertThat(view(batch).batch().budget().spent()).isEqualTo(billed(name));
    }
  }
}
