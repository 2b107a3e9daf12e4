package org.batchrunner.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.batchrunner.stub.Api;
import org.batchrunner.stub.ModelStub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code plan} says of 171 real prompts, beside what the run then costs. */
class PlanIT {

  private static final Path PROMPTS = Path.of("samples/prompts-2024.csv").toAbsolutePath();

  @TempDir Path home;
  private ModelStub stub;

  @BeforeEach
  void start() {
    stub = ModelStub.start().outputTokens(150, 900);
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  @Test
  void thePlanIsNearWhatTheRunCostsAndCallsNobody() throws IOException {
    Workplace workplace = workplace();
    JsonNode before = plan(workplace);
    assertThat(stub.journal().requests()).isZero();

    BigDecimal cost = run(workplace);

    BigDecimal expected = dollars(before, "expected");
    assertThat(dollars(before, "worst")).isGreaterThanOrEqualTo(cost);
    assertThat(expected).as("without knowing the models").isBetween(half(cost), twice(cost));
    assertThat(before.path("tasks").asInt()).isEqualTo(171);
    assertThat(before.path("fit_expected").asInt()).isEqualTo(171);

    JsonNode again = plan(workplace);
    assertThat(dollars(again, "worst")).as("the same once more").isZero();
    assertThat(again.path("models")).isEmpty();
    assertThat(again.path("reused").asInt()).isEqualTo(stub.journal().requests());
    assertThat(dollars(again, "saved")).isEqualByComparingTo(cost);

    JsonNode learned = plan(workplace, "--system", "Be brief.");
    BigDecimal secondCost = run(workplace, "--system", "Be brief.");
    assertThat(dollars(learned, "expected"))
        .as("knowing the models")
        .isBetween(part(secondCost, "0.8"), part(secondCost, "1.25"));
    System.out.printf(
        "plan $%s, run $%s (worst $%s); with the ledger's averages: plan $%s, run $%s%n",
        expected, cost, dollars(before, "worst"), dollars(learned, "expected"), secondCost);
  }

  private JsonNode plan(Workplace workplace, String... options) throws IOException {
    return new ObjectMapper().readTree(command(workplace, "plan", options));
  }

  private BigDecimal run(Workplace workplace, String... options) throws IOException {
    JsonNode summary = new ObjectMapper().readTree(command(workplace, "run", options));
    assertThat(
            summary
                .at("/summary/by_status/published")
                .asInt(summary.at("/by_status/published").asInt()))
        .isEqualTo(171);
    JsonNode totals =
        summary.has("totals") ? summary.path("totals") : summary.at("/summary/totals");
    return new BigDecimal(totals.path("cost").asText());
  }

  private String command(Workplace workplace, String name, String... options) {
    List<String> command = new ArrayList<>(List.of(name, PROMPTS.toString(), "--json"));
    command.addAll(List.of(options));
    try (ProgramProcess program = workplace.start(command.toArray(String[]::new))) {
      assertThat(program.exitCode()).as(program.err()).isZero();
      return program.out();
    }
  }

  private static BigDecimal dollars(JsonNode plan, String field) {
    return new BigDecimal(plan.path(field).asText());
  }

  private static BigDecimal half(BigDecimal dollars) {
    return part(dollars, "0.5");
  }

  private static BigDecimal twice(BigDecimal dollars) {
    return part(dollars, "2");
  }

  private static BigDecimal part(BigDecimal dollars, String share) {
    return dollars.multiply(new BigDecimal(share), MathContext.DECIMAL64);
  }

  private Workplace workplace() {
    return new Workplace(Application.built(), home)
        .provider("openai", stub.baseUrl(Api.OPENAI))
        .provider("anthropic", stub.baseUrl(Api.ANTHROPIC))
        .set("defaults.debaters", "openai/gpt-4o-mini,anthropic/claude-haiku-4-5")
        .set("defaults.judge", "openai/gpt-4o-mini")
        .set("defaults.per-batch-cap", "20")
        .set("defaults.concurrency", "16")
        .java("-XX:TieredStopAtLevel=1");
  }
}
