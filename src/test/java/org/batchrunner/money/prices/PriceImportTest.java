package org.batchrunner.money.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.batchrunner.money.InvalidPricesException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceImportTest {

  private static final Path LITELLM =
      Path.of("src/test/resources/prices/litellm-prices-2026-08-01.json");
  private static final Path GENAI =
      Path.of("src/test/resources/prices/genai-prices-2026-08-21.json");
  private static final LocalDate AUGUST = LocalDate.parse("2026-08-01");
  private static final LocalDate LATER = LocalDate.parse("2026-12-01");

  @TempDir Path folder;

  private static PriceImport.Report into(PriceList list, Path file) throws IOException {
    return PriceImport.into(list, file, PriceImport.dateOf(file).orElseThrow());
  }

  private Path litellm(String model, String perToken) throws IOException {
    return Files.writeString(
        folder.resolve("litellm.json"),
        """
        {"%s": {"litellm_provider": "openai", "mode": "chat",
          "input_cost_per_token": %s, "output_cost_per_token": 1e-05}}
        """
            .formatted(model, perToken));
  }

  private PriceList own(String fields) throws IOException {
    return PriceList.read(
        Files.writeString(
            folder.resolve("own.json"),
            "{\"prices\": [{\"model\": \"openai/gpt-4o\", \"input\": 2, \"output\": 10, %s}]}"
                .formatted(fields)));
  }

  @Test
  void thePriceFileOfTheProgramIsWhatTheImportMakesOfBothSources() throws IOException {
    PriceList list = into(into(PriceList.EMPTY, LITELLM).prices(), GENAI).prices();
    Path made = folder.resolve("made.json");
    list.write(made);

    assertThat(made).hasSameTextualContentAs(Path.of("src/main/resources/prices.json"));
    assertThat(PriceList.read(made).prices()).isEqualTo(list.prices());
  }

  @Test
  void namesTheDayOfAFile() {
    assertThat(PriceImport.dateOf(LITELLM)).contains(AUGUST);
    assertThat(PriceImport.dateOf(Path.of("prices.json"))).isEmpty();
    assertThat(PriceImport.dateOf(Path.of("p-2026-19-39.json"))).isEmpty();
  }

  @Test
  void saysWhatItAddedAndSkipped() throws IOException {
    PriceImport.Report litellm = into(PriceList.EMPTY, LITELLM);
    PriceImport.Report genai = into(litellm.prices(), GENAI);

    assertThat(litellm.added()).hasSize(120).contains("google/gemini-2.5-pro");
    assertThat(litellm.skipped()).containsKey("gemini-flash-latest");
    assertThat(genai.changed()).contains("anthropic/claude-sonnet-5", "google/gemini-3.6-flash");
    assertThat(genai.skipped())
        .containsKeys("cerebras", "google/claude-3-haiku", "openai/text-embedding-3-small")
        .containsKeys("openai/gpt-4o-2024-05-13", "openai/ft:gpt-4o", "openai/gpt-realtime");
    assertThat(genai.unchanged()).isGreaterThan(40);
  }

  @Test
  void importingAgainChangesNothing() throws IOException {
    PriceList builtIn = PriceList.builtIn();
    PriceImport.Report again = into(builtIn, GENAI);

    assertThat(again.added()).isEmpty();
    assertThat(again.changed()).isEmpty();
    assertThat(again.prices().prices()).isEqualTo(builtIn.prices());
  }

  @Test
  void anOlderFileDoesNotReplaceALaterPrice() throws IOException {
    PriceImport.Report report = into(into(PriceList.EMPTY, GENAI).prices(), LITELLM);

    assertThat(report.changed()).isEmpty();
    assertThat(report.skipped().get("anthropic/claude-sonnet-5"))
        .isNull(); // on that day it was the same
    assertThat(report.skipped().get("google/gemini-3.6-flash")).contains("2026-08-21");
    assertThat(report.prices().find("google", "gemini-3.6-flash", AUGUST).orElseThrow().price())
        .isEqualTo(
            PriceList.builtIn().find("google", "gemini-3.6-flash", AUGUST).orElseThrow().price());
  }

  @Test
  void aNewPriceAppliesFromTheDayOfItsFile() throws IOException {
    PriceImport.Report report =
        PriceImport.into(PriceList.builtIn(), litellm("gpt-4o", "3e-06"), LATER);

    assertThat(report.changed()).containsExactly("openai/gpt-4o");
    PriceList list = report.prices();
    assertThat(list.find("openai", "gpt-4o", LATER).orElseThrow().price().base().input())
        .isEqualTo(3_000_000);
    assertThat(
            list.find("openai", "gpt-4o", LATER.minusDays(1)).orElseThrow().price().base().input())
        .isEqualTo(2_500_000);
  }

  @Test
  void aLineOfTheUsersOwnStays() throws IOException {
    PriceImport.Report report =
        PriceImport.into(own("\"source\": \"contract\""), litellm("gpt-4o", "3e-06"), LATER);

    assertThat(report.changed()).isEmpty();
    assertThat(report.skipped().get("openai/gpt-4o")).contains("contract");
    assertThat(report.prices().prices()).hasSize(1);
  }

  @Test
  void refusesAPriceThatIsNoWholePicoDollar() throws IOException {
    Path file = litellm("gpt-x", "1.23e-12");

    assertThatExceptionOfType(InvalidPricesException.class)
        .isThrownBy(() -> PriceImport.into(PriceList.EMPTY, file, LATER))
        .withMessageContaining("openai/gpt-x: input_cost_per_token: ");
  }

  @Test
  void refusesAFileThatIsNeither() throws IOException {
    Path file = Files.writeString(folder.resolve("x.json"), "{\"prices\": []}");

    assertThatExceptionOfType(InvalidPricesException.class)
        .isThrownBy(() -> PriceImport.into(PriceList.EMPTY, file, LATER))
        .withMessageContaining("x.json is neither LiteLLM's price file");
  }
}
