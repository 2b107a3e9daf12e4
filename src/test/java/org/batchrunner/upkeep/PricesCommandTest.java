package org.batchrunner.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.batchrunner.app.TestProgram;
import org.batchrunner.money.prices.PriceList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code prices} and {@code prices import}, with the files that the two projects publish. */
class PricesCommandTest {

  private static final Path FILES = Path.of("src/test/resources/prices");
  private static final Path LITELLM = FILES.resolve("litellm-prices-2026-08-01.json");
  private static final Path GENAI = FILES.resolve("genai-prices-2026-08-21.json");

  @TempDir Path home;

  private String ok(String... words) {
    TestProgram.Said said = TestProgram.in(home).run(words);
    assertThat(said.code()).as(said.err()).isZero();
    return said.out();
  }

  private Path own(String... lines) throws IOException {
    Files.createDirectories(home.resolve("config"));
    return Files.writeString(
        home.resolve("config/prices.json"),
        "{\"prices\": [\n" + String.join(",\n", lines) + "\n]}\n");
  }

  @Test
  void listsPricesWithTheirTiersDatesAndSources() {
    String all = ok("prices", "--all", "google/gemini-2.5-pro");

    assertThat(all.lines().findFirst().orElseThrow())
        .contains("INPUT", "READ", "WRITE", "OUTPUT", "SINCE", "CHECKED", "SOURCE");
    assertThat(all)
        .containsPattern("google/gemini-2.5-pro +1.25 .* 2026-08-\\d\\d +(genai-prices|litellm)")
        .containsPattern("above 200,000 prompt tokens +2.5 ");
  }

  @Test
  void listsTheSameAsAPriceFile() throws IOException {
    Path file = Files.writeString(home.resolve("mine.json"), ok("prices", "--all", "--json"));

    assertThat(PriceList.read(file).prices()).isEqualTo(PriceList.builtIn().prices());
  }

  @Test
  void importsIntoTheFileBesideTheSettingsAndUsesIt() throws IOException {
    Path file = own("{\"model\": \"ollama/llama3\", \"input\": 0, \"output\": 0}");

    String said = ok("prices", "import", LITELLM.toString());

    assertThat(said)
        .startsWith("litellm-prices-2026-08-01.json, as of 2026-08-01: ")
        .contains(" 0 changed, 0 unchanged")
        .contains("  + openai/gpt-4o-mini: input 0.15, output 0.6")
        .contains("The prices were written to " + file);
    assertThat(Files.readString(home.resolve("config/prices.json.bak"))).contains("ollama/llama3");
    assertThat(ok("prices"))
        .contains("openai/gpt-4o-mini")
        .containsPattern("ollama/llama3 +0 +0 +0 +0 +user");

    String later = ok("prices", "import", GENAI.toString(), "--verbose");
    assertThat(later).containsPattern("  ~ [a-z]+/\\S+: (input|output|cache|on other days|tiers)");
    assertThat(later).containsPattern("  - \\S+: ");
    PriceList merged = PriceList.read(file);
    assertThat(merged.prices())
        .containsAll(PriceList.builtIn().prices())
        .hasSize(PriceList.builtIn().prices().size() + 1);
  }

  @Test
  void saysWhatAChangedPriceWas() throws IOException {
    own(
        "{\"model\": \"openai/gpt-4o-mini\", \"input\": 0.5, \"cache_read\": 0.075, \"output\": 0.6,"
            + " \"source\": \"litellm\", \"checked\": \"2026-01-01\"}",
        "{\"model\": \"openai/gpt-4o\", \"input\": 1, \"output\": 1}");

    String said = ok("prices", "import", LITELLM.toString(), "--dry-run", "--verbose");

    assertThat(said)
        .contains(" 1 changed, ")
        .contains("  ~ openai/gpt-4o-mini: input 0.5 -> 0.15, cache write 0.5 -> 0.15")
        .contains("  - openai/gpt-4o: the price list has a line of its own for it, from user")
        .endsWith("Nothing was written, because of --dry-run.\n");
    assertThat(ok("prices", "gpt-4o-mini")).containsPattern("openai/gpt-4o-mini +0.5 ");
    assertThat(home.resolve("config/prices.json.bak")).doesNotExist();
  }

  @Test
  void wrongFilesAreRefusedWithASentence() throws IOException {
    Path nothing = Files.writeString(home.resolve("x.json"), "{\"a\": 1}");

    TestProgram.Said said = TestProgram.in(home).run("prices", "import", nothing.toString());
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err())
        .contains("x.json is neither LiteLLM's price file")
        .doesNotContain("\tat");

    said = TestProgram.in(home).run("prices", "import", "nowhere.json");
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err()).contains("nowhere.json does not exist");

    said = TestProgram.in(home).set("prices", "none.json").run("prices");
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err())
        .contains("batch-runner.prices: there is no file " + home.resolve("none.json"))
        .doesNotContain("\tat");

    said = TestProgram.in(home).set("prices", "x.json").run("prices");
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err()).contains("x.json").contains("a price file is").doesNotContain("\tat");
  }
}
