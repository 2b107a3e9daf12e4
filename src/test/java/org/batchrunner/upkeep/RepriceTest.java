package org.batchrunner.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.batchrunner.app.TestProgram;
import org.batchrunner.common.Json;
import org.batchrunner.stub.Api;
import org.batchrunner.stub.ModelStub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code report BATCH --reprice}: the calls of a batch at other prices. */
class RepriceTest {

  private static final String MODEL = "openai/gpt-4o-mini";

  /** As the replies name it. */
  private static final String RAN = "openai/gpt-4o-mini-2024-07-18";

  @TempDir Path home;

  private final ModelStub stub = ModelStub.start();

  @AfterEach
  void stop() {
    stub.close();
  }

  private TestProgram program() {
    return TestProgram.in(home)
        .set("providers.openai.base-url", stub.baseUrl(Api.OPENAI).toString())
        .set("providers.openai.api-key", "test");
  }

  private Path prices(String name, String entry) throws IOException {
    return Files.writeString(home.resolve(name), "{\"prices\": [" + entry + "]}");
  }

  @Test
  void aBatchAtOtherPrices() throws IOException {
    stub.cached(50);
    Path file =
        Files.writeString(home.resolve("t.csv"), "task\nWhy is the sky blue?\nWhat is rain?\n");
    TestProgram.Said run =
        program().run("run", file.toString(), "--json", "--debaters", MODEL, "--reuse=false");
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode summary = Json.MAPPER.readTree(run.out());
    String batch = summary.path("batch").asText();
    BigDecimal cost = summary.path("totals").path("cost").decimalValue();
    assertThat(cost).isPositive();

    // The prices in force: what it did cost.
    assertThat(row(program().run("report", batch, "--reprice"), RAN))
        .containsExactly("2", "$" + cost.toPlainString(), "$" + cost.toPlainString());

    // All kinds of tokens at a dollar a million: the tokens themselves.
    Path flat =
        prices("flat.json", "{\"model\": \"openai/gpt-4o-mini\", \"input\": 1, \"output\": 1}");
    BigDecimal tokens =
        summary
            .path("totals")
            .path("prompt_tokens")
            .decimalValue()
            .add(summary.path("totals").path("completion_tokens").decimalValue())
            .movePointLeft(6);
    assertThat(
            row(program().run("report", batch, "--reprice", "--prices", flat.toString()), RAN)[2])
        .isEqualTo("$" + tokens.toPlainString());

    // A tier that every prompt is in, from a day on.
    Path tier =
        prices(
            "tier.json",
            "{\"model\": \"openai/gpt-4o-mini\", \"input\": 1, \"output\": 1},"
                + "{\"model\": \"openai/gpt-4o-mini\", \"from\": \"2030-01-01\", \"input\": 1,"
                + " \"output\": 1, \"tiers\": [{\"above\": 1, \"input\": 2, \"output\": 2}]}");
    assertThat(
            row(
                program()
                    .run(
                        "report",
                        batch,
                        "--reprice",
                        "--on",
                        "2030-06-01",
                        "--prices",
                        tier.toString()),
                RAN)[2])
        .isEqualTo("$" + tokens.multiply(BigDecimal.valueOf(2)).toPlainString());

    Path other = prices("other.json", "{\"model\": \"openai/other\", \"input\": 1, \"output\": 1}");
    TestProgram.Said none =
        program().run("report", batch, "--reprice", "--prices", other.toString());
    assertThat(none.out()).containsPattern(RAN + " .*no price");

    TestProgram.Said bad = program().run("report", batch, "--prices", other.toString());
    assertThat(bad.code()).isEqualTo(2);
    assertThat(bad.err()).contains("--prices and --on can only be given with --reprice");
  }

  /** Calls, cost, cost at the other prices. */
  private static String[] row(TestProgram.Said said, String model) {
    assertThat(said.code()).as(said.err()).isZero();
    Matcher row =
        Pattern.compile("(?m)^" + model + " +(\\S+) +(\\S+) +(\\S+)$").matcher(said.out());
    assertThat(row.find()).as(said.out()).isTrue();
    return new String[] {row.group(1), row.group(2), row.group(3)};
  }
}
