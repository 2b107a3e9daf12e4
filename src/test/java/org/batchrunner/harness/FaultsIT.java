package org.batchrunner.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.batchrunner.harness.OutcomeAssert.assertOutcome;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.batchrunner.stub.Api;
import org.batchrunner.stub.Entry;
import org.batchrunner.stub.Fault;
import org.batchrunner.stub.Faults;
import org.batchrunner.stub.ModelStub;
import org.batchrunner.stub.WaitForm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * All that goes wrong, at once: the vendor's bill is at most the cap, what the program says was
 * spent is at least the bill, and every row is in the report.
 */
class FaultsIT {

  private static final int TASKS = 1500;
  private static final int KILLS = 3;

  @TempDir Path home;
  private ModelStub stub;

  @BeforeEach
  void start() {
    stub = ModelStub.start().latency(Duration.ofMillis(30));
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  @ParameterizedTest
  @CsvSource({"0.02, gpt-4o-mini, 50, 1", "0.50, gpt-4o, 100, 2"})
  void theCapHolds(BigDecimal cap, String model, int maxTokens, long seed) {
    check(cap, model, maxTokens, seed);
  }

  @ParameterizedTest
  @Tag("kills")
  @CsvSource({
    "0.02, gpt-4o-mini, 50, 3",
    "0.02, gpt-4o-mini, 50, 4",
    "0.02, gpt-4o-mini, 50, 5",
    "0.02, gpt-4o-mini, 50, 6",
    "0.50, gpt-4o, 100, 7",
    "0.50, gpt-4o, 100, 8",
    "0.50, gpt-4o, 100, 9",
    "0.50, gpt-4o, 100, 10"
  })
  void theCapHoldsEveryTime(BigDecimal cap, String model, int maxTokens, long seed) {
    check(cap, model, maxTokens, seed);
  }

  private void check(BigDecimal cap, String model, int maxTokens, long seed) {
    stub.outputTokens(1, maxTokens)
        .faults(
            Faults.seeded(seed)
                .waiting(
                    Duration.ofMillis(50),
                    Duration.ofMillis(200),
                    WaitForm.MILLISECONDS,
                    WaitForm.FRACTION)
                .with(Fault.RATE_LIMITED, 0.10)
                .with(Fault.SERVER_ERROR, 0.05)
                .with(Fault.RESET_BEFORE, 0.02)
                .with(Fault.RESET_AFTER, 0.03)
                .with(Fault.NEVER, 0.03)
                .with(Fault.CUT, 0.01)
                .with(Fault.CUT_JSON, 0.01)
                .with(Fault.MALFORMED, 0.01)
                .with(Fault.MALFORMED_USAGE, 0.01));
    Workplace workplace = workplace(model, cap, maxTokens);
    workplace.drop("faults.csv", TaskFiles.csv("faults " + seed, TASKS));

    for (int kill = 1; kill <= KILLS; kill++) {
      int requests = stub.journal().requests() + 20 + 15 * kill;
      try (ProgramProcess program = workplace.start("watch")) {
        program.until(() -> stub.journal().requests() >= requests || workplace.reported(1));
        program.kill();
        stub.forgetWaits();
      }
    }
    try (ProgramProcess program = workplace.start("watch")) {
      program.until(() -> workplace.reported(1));
      program.terminate();
      program.exitCode();
    }

    Outcome outcome = Outcome.read(workplace.batches().get(0));
    System.out.printf(
        "cap $%s seed %d: bill $%s, spent $%s, at risk $%s; %s; %d requests, %d billed, %d early%n",
        cap,
        seed,
        stub.journal().dollars().toPlainString(),
        outcome.total("spent").toPlainString(),
        outcome.total("at_risk").toPlainString(),
        outcome.summary().path("by_status"),
        stub.journal().requests(),
        stub.journal().sums().billed(),
        stub.journal().early().size());
    assertOutcome(outcome).isWhole(TASKS).addsUp().keepsTo(cap);
    assertThat(stub.journal().dollars())
        .as("the stub's bill, and the cap")
        .isLessThanOrEqualTo(cap);
    assertThat(outcome.total("spent"))
        .as("spent, and the stub's bill")
        .isGreaterThanOrEqualTo(stub.journal().dollars());
    assertThat(outcome.count("skipped_batch_cap")).as("rows that the cap skipped").isPositive();
    assertThat(outcome.count("published")).as("rows published").isPositive();
    assertThat(outcome.count("published", "skipped_batch_cap", "failed", "blocked_cost_cap"))
        .isEqualTo(TASKS);
    assertThat(stub.journal().early()).as("attempts before a wait was over").isEmpty();
    assertThat(refused()).as("requests that the vendor refused").isEmpty();
    assertThat(stub.journal().strays()).isEmpty();
  }

  private List<Entry> refused() {
    return stub.journal().entries().stream()
        .filter(entry -> entry.status() >= 400 && entry.fault() == null)
        .toList();
  }

  private Workplace workplace(String model, BigDecimal cap, int maxTokens) {
    return new Workplace(Application.built(), home)
        .provider("openai", stub.baseUrl(Api.OPENAI))
        .set("providers.openai.timeout", "2s")
        .set("defaults.debaters", "openai/" + model)
        .set("defaults.concurrency", "64")
        .set("defaults.max-tokens", Integer.toString(maxTokens))
        .set("defaults.retry-delays", "0.05s,0.1s")
        .set("defaults.per-batch-cap", cap.toPlainString())
        .set("settle-time", "0s")
        .set("lease", "2s")
        .java("-XX:TieredStopAtLevel=1");
  }
}
