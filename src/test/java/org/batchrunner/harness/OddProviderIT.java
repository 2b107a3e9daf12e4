package org.batchrunner.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.batchrunner.harness.OutcomeAssert.assertOutcome;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.batchrunner.stub.Api;
import org.batchrunner.stub.Delivery;
import org.batchrunner.stub.ModelRequest;
import org.batchrunner.stub.ModelStub;
import org.batchrunner.stub.Reaction;
import org.batchrunner.stub.UsageForm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A provider that answers each request oddly at first, and well when it is asked again: no call
 * hangs, none fills the memory, all that was or may have been billed is in what was spent. One
 * batch runs at a time: more first requests at once would be enough failures in a row for the
 * circuit breaker, and then the test would wait for its probes, which are first requests too.
 */
class OddProviderIT {

  private static final int TASKS = 6;
  private static final String PAGE = "<!DOCTYPE html><html><body>One moment</body></html>";

  private static final Map<String, Supplier<Reaction>> ODD =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("reset", () -> Reaction.answer().delivered(Delivery.RESET)),
              Map.entry("hang", () -> Reaction.answer().delivered(Delivery.NEVER)),
              Map.entry("drip", () -> Reaction.answer().delivered(Delivery.DRIP)),
              Map.entry("huge", () -> Reaction.answer().delivered(Delivery.HUGE)),
              Map.entry("half-closed", () -> Reaction.answer().delivered(Delivery.HALF_CLOSED)),
              Map.entry("cut", () -> Reaction.answer().delivered(Delivery.CUT)),
              Map.entry("html", () -> Reaction.raw(200, PAGE).header("content-type", "text/html")),
              Map.entry("nothing", () -> Reaction.raw(200, "")),
              Map.entry("no-usage", () -> Reaction.answer().usage(UsageForm.MISSING)),
              Map.entry("length-short", () -> Reaction.answer().header("content-length", "10")),
              Map.entry("length-long", () -> Reaction.answer().header("content-length", "9999"))));

  @TempDir Path home;
  private ModelStub stub;

  @BeforeEach
  void start() {
    stub = ModelStub.start().latency(Duration.ofMillis(20)).script(OddProviderIT::odd);
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  private static @org.jspecify.annotations.Nullable Reaction odd(ModelRequest request) {
    return request.asked() > 1
        ? null
        : ODD.entrySet().stream()
            .filter(odd -> request.user().contains(" of " + odd.getKey() + " good"))
            .map(odd -> odd.getValue().get())
            .findFirst()
            .orElse(null);
  }

  @Test
  void whateverItSendsEveryTaskEndsAndTheMoneyIsRight() {
    Workplace workplace = workplace();
    try (ProgramProcess program = workplace.start("watch")) {
      int dropped = 0;
      for (String odd : ODD.keySet()) {
        workplace.drop(odd + ".csv", TaskFiles.csv(odd, TASKS));
        int batches = ++dropped;
        program.until("the reports of " + odd, () -> workplace.reported(batches));
      }
      program.terminate();
      assertThat(program.exitCode()).as(program.err()).isIn(0, 143);
      assertThat(program.err()).doesNotContain("OutOfMemoryError");
    }
    for (Path folder : workplace.batches()) {
      String odd = folder.getFileName().toString().replaceAll("-\\d{8}-\\d{6}$", "");
      Outcome outcome = Outcome.read(folder);
      BigDecimal bill = bill(odd);
      System.out.printf(
          "%s: %s, billed $%s, spent $%s, at risk $%s%n",
          odd,
          outcome.summary().path("by_status"),
          bill.toPlainString(),
          outcome.total("spent").toPlainString(),
          outcome.total("at_risk").toPlainString());
      assertOutcome(outcome).isWhole(TASKS).addsUp();
      assertThat(outcome.total("spent")).as(odd).isGreaterThanOrEqualTo(bill);
      assertThat(outcome.total("at_risk")).as(odd).isPositive();
      checkResults(odd, outcome);
    }
  }

  /**
   * What was lost is asked again. A reply that is too large would be so again: its task fails, with
   * the reason; unless the time was up before.
   */
  private static void checkResults(String odd, Outcome outcome) {
    for (JsonNode result : outcome.results()) {
      boolean tooLarge = result.path("error").asText().contains("larger than");
      assertThat(result.path("status").asText())
          .as("%s", result)
          .isEqualTo(tooLarge && odd.equals("huge") ? "failed" : "published");
      assertThat(result.path("attempts").asInt())
          .as("attempts, %s", result)
          .isGreaterThanOrEqualTo(tooLarge || odd.equals("no-usage") ? 1 : 2);
    }
  }

  /** A model stopped in the middle of an emoji. */
  @Test
  void halfOfASurrogatePairFailsNothingAndStaysAsItIs() {
    String reply =
        """
        {"id": "1", "object": "chat.completion", "model": "gpt-4o-mini",
         "choices": [{"index": 0, "finish_reason": "length",
           "message": {"role": "assistant", "content": "half \\ud83d"}}],
         "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}}""";
    stub.script(request -> Reaction.raw(200, reply).used(10, 5));
    Workplace workplace = workplace();
    Path file = workplace.file("half.csv", TaskFiles.csv("half", TASKS));
    try (ProgramProcess program = workplace.start("run", file.toString())) {
      assertThat(program.exitCode()).as(program.err()).isZero();
    }
    Outcome outcome = Outcome.read(workplace.batches().get(0));
    assertThat(outcome.results())
        .hasSize(TASKS)
        .allMatch(result -> result.path("text").asText().equals("half \ud83d"))
        .containsExactlyInAnyOrderElementsOf(outcome.lines());
    assertThat(outcome.rows())
        .allMatch(row -> row.getOrDefault("answer", "").matches("half [?\uFFFD]"));
    assertThat(outcome.total("spent")).isGreaterThanOrEqualTo(stub.journal().dollars());
  }

  private BigDecimal bill(String odd) {
    return stub.journal().sums(entry -> entry.prompt().contains(" of " + odd + " good")).dollars();
  }

  private Workplace workplace() {
    return new Workplace(Application.built(), home)
        .provider("openai", stub.baseUrl(Api.OPENAI))
        .set("providers.openai.timeout", "3s")
        .set("defaults.debaters", "openai/gpt-4o-mini")
        .set("defaults.concurrency", "3")
        .set("defaults.retry-delays", "0.05s")
        .set("defaults.max-attempts", "6")
        .set("settle-time", "0s")
        .java("-Xmx256m")
        .java("-XX:TieredStopAtLevel=1");
  }
}
