package org.batchrunner.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.batchrunner.harness.OutcomeAssert.assertOutcome;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.batchrunner.stub.Api;
import org.batchrunner.stub.Entry;
import org.batchrunner.stub.ModelRequest;
import org.batchrunner.stub.ModelStub;
import org.batchrunner.stub.Reaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drafts that were paid for are not bought again: after a kill, a failed judge, another drop. */
@Tag("kills")
class JudgeCrashIT {

  private static final String TASKS = "id,task\na,Name three rivers.\nb,Name two lakes.\n";

  @TempDir Path home;
  private ModelStub stub;

  @BeforeEach
  void start() {
    stub = ModelStub.start();
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  private static boolean judges(ModelRequest request) {
    return request.schema() != null && request.schema().path("properties").has("scores");
  }

  @Test
  void afterAKillBetweenTheLastDraftAndTheJudgeOnlyTheJudgeIsAsked() {
    AtomicInteger sittings = new AtomicInteger();
    CompletableFuture<Void> never = new CompletableFuture<>();
    stub.script(
        request ->
            judges(request)
                ? Reaction.answer().after(sittings.incrementAndGet() <= 2 ? never : done())
                : null);
    Workplace workplace = workplace();
    workplace.drop("crash.csv", TASKS);
    ProgramProcess first = workplace.start("watch");
    first.until(() -> sittings.get() == 2);
    first.kill();
    List<Entry> before = stub.journal().entries();
    assertThat(before).filteredOn(entry -> !entry.prompt().contains("=== task")).hasSize(6);

    try (ProgramProcess second = workplace.start("watch")) {
      second.until(() -> workplace.reported(1));
    }

    List<Entry> after = stub.journal().entries().subList(before.size(), before.size() + 2);
    System.out.printf(
        "before the kill: %d drafts and %d judges; after the restart: %d requests, all judges%n",
        6, before.size() - 6, stub.journal().requests() - before.size());
    assertThat(stub.journal().requests()).isEqualTo(before.size() + 2);
    assertThat(after).allMatch(entry -> entry.prompt().contains("=== task"));
    Outcome outcome = Outcome.read(workplace.batches().get(0));
    assertOutcome(outcome).isWhole(2).addsUp();
    assertThat(outcome.count("published")).isEqualTo(2);
    assertThat(outcome.results()).allMatch(result -> result.at("/judgment/unjudged").isNull());
    assertThat(outcome.summary().at("/totals/reused").asInt()).isEqualTo(6);
    assertThat(outcome.total("saved")).isPositive();
    assertThat(outcome.total("at_risk")).as("the judges that were lost").isPositive();
    assertThat(outcome.total("spent")).isGreaterThanOrEqualTo(stub.journal().dollars());
  }

  @Test
  void aRetryKeepsItsMoneyAndItsDrafts() {
    stub.script(
        request ->
            judges(request)
                ? null
                : request.api() != Api.OPENAI && request.asked() == 1
                    ? Reaction.error(400, "invalid_request_error", "not today")
                    : request.asked() == 1 && request.user().contains("rivers")
                        ? Reaction.answer("I'm sorry, but I can't help with that.")
                        : null);
    Workplace workplace = workplace();
    Path file = workplace.file("again.csv", TASKS);
    run(workplace, 3, file);
    Outcome first = Outcome.read(workplace.batches().get(0));
    assertThat(first.status(0)).isEqualTo("none");
    assertThat(first.status(1)).isEqualTo("published");
    assertThat(first.retry()).hasSize(1);
    int requests = stub.journal().requests();
    String batch = workplace.batches().get(0).getFileName().toString();
    try (ProgramProcess retry = workplace.start("retry", batch)) {
      assertThat(retry.exitCode()).as(retry.err()).isZero();
      assertThat(retry.out()).contains("1 task will be tried again; it keeps its money");
    }

    run(workplace, 0, file);

    assertThat(workplace.batches()).hasSize(1);
    Outcome second = Outcome.read(workplace.batches().get(0));
    assertOutcome(second).isWhole(2).addsUp();
    assertThat(second.count("published")).isEqualTo(2);
    assertThat(second.results().get(1)).as("what had ended well").isEqualTo(first.results().get(1));
    assertThat(stub.journal().requests() - requests)
        .as("two debaters that had failed, and the judge")
        .isEqualTo(3);
    assertThat(second.summary().at("/totals/reused").asInt()).isEqualTo(1);
    assertThat(second.total("spent")).isGreaterThanOrEqualTo(stub.journal().dollars());
    assertThat(second.total("spent")).isGreaterThan(first.total("spent"));
  }

  @Test
  void aFileDroppedAgainCostsNothingAndSaysWhatThatSaved() {
    Workplace workplace = workplace();
    Path file = workplace.file("twice.csv", TASKS + "c,Name two lakes.\n");
    run(workplace, 0, file);
    Outcome first = Outcome.read(workplace.batches().get(0));
    assertThat(stub.journal().requests()).as("the row that repeats shares its calls").isEqualTo(8);
    assertThat(first.summary().at("/totals/reused").asInt()).isEqualTo(4);

    run(workplace, 0, file, "--per-batch-cap", "0");

    assertThat(stub.journal().requests()).as("nothing to be paid, so no cap refuses").isEqualTo(8);
    Outcome second = Outcome.read(workplace.batches().get(1));
    assertOutcome(second).isWhole(3).addsUp();
    assertThat(second.total("spent")).isEqualByComparingTo(BigDecimal.ZERO);
    assertThat(second.summary().at("/totals/reused").asInt()).isEqualTo(12);
    assertThat(second.total("saved"))
        .isEqualByComparingTo(first.total("spent").add(first.total("saved")));
    assertThat(second.results().get(0).path("text")).isEqualTo(first.results().get(0).path("text"));
  }

  private void run(Workplace workplace, int code, Path file, String... options) {
    List<String> command = new ArrayList<>(List.of("run", file.toString(), "--json"));
    command.addAll(List.of(options));
    try (ProgramProcess program = workplace.start(command.toArray(String[]::new))) {
      assertThat(program.exitCode()).as(program.err()).isEqualTo(code);
    }
  }

  private static CompletableFuture<Void> done() {
    return CompletableFuture.completedFuture(null);
  }

  private Workplace workplace() {
    return new Workplace(Application.built(), home)
        .provider("openai", stub.baseUrl(Api.OPENAI))
        .provider("anthropic", stub.baseUrl(Api.ANTHROPIC))
        .provider("google", stub.baseUrl(Api.GEMINI))
        .set(
            "defaults.debaters",
            "openai/gpt-4o-mini,anthropic/claude-haiku-4-5,google/gemini-2.5-flash")
        .set("defaults.judge", "openai/gpt-4o")
        .set("settle-time", "0s")
        .set("lease", "2s")
        .java("-XX:TieredStopAtLevel=1");
  }
}
