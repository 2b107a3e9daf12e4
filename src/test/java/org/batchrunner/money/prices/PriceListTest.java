package org.batchrunner.money.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.batchrunner.money.InvalidPricesException;
import org.batchrunner.money.Price;
import org.batchrunner.money.Rates;
import org.batchrunner.money.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PriceListTest {

  private static final LocalDate DAY = LocalDate.parse("2026-11-23");

  @TempDir Path folder;

  private final PriceList builtIn = PriceList.builtIn();

  private PriceList list(String... entries) throws IOException {
    String json = "{\"prices\": [" + String.join(", ", entries) + "]}";
    return PriceList.read(Files.writeString(folder.resolve("p.json"), json));
  }

  private static String entry(String model, String rest) {
    return "{\"model\": \"%s\", %s}".formatted(model, rest);
  }

  private Price price(String provider, String model, LocalDate day) {
    return builtIn.find(provider, model, day).orElseThrow().price();
  }

  @ParameterizedTest
  @CsvSource({
    // input, cache read, cache write, 1h cache write, output: dollars for a million of each
    "openai,gpt-4o,2.5,1.25,2.5,2.5,10",
    "openai,gpt-4o-mini,0.15,0.075,0.15,0.15,0.6",
    "openai,gpt-4.1-nano,0.1,0.025,0.1,0.1,0.4",
    "openai,gpt-4o-2024-05-13,5,5,5,5,15",
    "openai,gpt-4-0613,30,30,30,30,60",
    "anthropic,claude-haiku-4-5,1,0.1,1.25,2,5",
    "anthropic,claude-opus-4-8,5,0.5,6.25,10,25",
    "google,gemini-2.5-flash,0.3,0.03,0.3,0.3,2.5"
  })
  void knowsWhatRealModelsCost(
      String provider,
      String model,
      String in,
      String read,
      String write,
      String hour,
      String out) {
    Rates rates = price(provider, model, DAY).base();

    assertThat(
            List.of(
                rates.input(),
                rates.cacheRead(),
                rates.cacheWrite(),
                rates.cacheWrite1h(),
                rates.output()))
        .containsExactly(micros(in), micros(read), micros(write), micros(hour), micros(out));
  }

  private static long micros(String dollars) {
    return new java.math.BigDecimal(dollars).movePointRight(6).longValueExact();
  }

  @Test
  void pricesACallExactly() {
    Tokens tokens = new Tokens(1_000, 2_000, 0, 0, 500);

    // 1,000 x $3 + 2,000 x $0.30 + 500 x $15, for a million
    assertThat(price("anthropic", "claude-sonnet-4-5", DAY).cost(tokens)).hasToString("0.0111");
    assertThat(price("openai", "gpt-4o-mini", DAY).cost(Tokens.of(1, 1))).hasToString("0.00000075");
  }

  @Test
  void pricesAWholeLongRequestByItsTier() {
    Price price = price("google", "gemini-2.5-pro", DAY);

    assertThat(price.cost(Tokens.of(200_000, 1_000))).hasToString("0.26");
    assertThat(price.cost(Tokens.of(200_001, 1_000))).hasToString("0.5150025");
    assertThat(price("openai", "gpt-5.4", DAY).tiers())
        .extracting(Price.Tier::above)
        .containsExactly(272_000L);
  }

  @Test
  void aPriceHasItsDay() {
    assertThat(price("anthropic", "claude-sonnet-5", LocalDate.parse("2026-08-31")).base().input())
        .isEqualTo(2_000_000);
    assertThat(price("anthropic", "claude-sonnet-5", LocalDate.parse("2026-09-01")).base().input())
        .isEqualTo(3_000_000);
    assertThat(price("google", "gemini-3.6-flash", DAY).base().output()).isEqualTo(3_750_000);
    assertThat(price("google", "gemini-3.6-flash", LocalDate.parse("2027-01-01")).base().output())
        .isEqualTo(7_500_000);
    assertThat(price("openai", "gpt-5.6-luna", DAY).base().input()).isEqualTo(200_000);
  }

  @Test
  void aPriceOfTheFutureDoesNotApplyYet() throws IOException {
    PriceList list = list(entry("x/m", "\"from\": \"2027-01-01\", \"input\": 1, \"output\": 1"));

    assertThat(list.find("x", "m", DAY)).isEmpty();
    assertThat(list.find("x", "m", LocalDate.parse("2027-01-01"))).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "openai,gpt-4o-2024-08-06",
    "openai,gpt-4o-2031-01-01",
    "openai,gpt-4o-latest",
    "anthropic,claude-sonnet-4-5-20250929",
    "anthropic,claude-opus-5-20261101",
    "anthropic,claude-3-5-haiku-20241022"
  })
  void findsAVersionByTheNameWithoutIt(String provider, String model) {
    assertThat(builtIn.find(provider, model, DAY)).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "openai,''",
    "openai,openai/gpt-4o",
    "openai,gpt-4o-0806",
    "openai,gpt-4o-",
    "openai,gpt-4",
    "openai,gpt-4o-2024-99-99",
    "openai,gpt-4o-mini-super",
    "openai,GPT-4O",
    "'',gpt-4o",
    "anthropic,gpt-4o",
    "google,claude-sonnet-5",
    "gemini,gemini-2.5-pro",
    "openai,gemini-2.5-pro",
    "local,llama3"
  })
  void anUnknownModelHasNoPriceAndNeverZero(String provider, String model) throws IOException {
    PriceList list =
        model.equals("gpt-4")
            ? list(entry("openai/gpt-4o", "\"input\": 1, \"output\": 1"))
            : builtIn;

    assertThat(list.find(provider, model, DAY)).isEmpty();
  }

  @Test
  void aLocalModelIsPricedByALine() throws IOException {
    PriceList list = list(entry("local/llama3", "\"input\": 0, \"output\": 0"));

    assertThat(list.find("local", "llama3", DAY).orElseThrow().price()).isEqualTo(Price.FREE);
  }

  @Test
  void takesDecimalTexts() throws IOException {
    PriceList list = list(entry("x/m", "\"input\": \"0.000001\", \"output\": \"12.5\""));

    assertThat(list.find("x", "m", DAY).orElseThrow().price().base())
        .isEqualTo(Rates.of(1, 12_500_000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"input\": 0.0000001, \"output\": 1",
        "\"input\": -1, \"output\": 1",
        "\"input\": 1e999999999, \"output\": 1",
        "\"input\": 1000000000, \"output\": 1",
        "\"input\": \"cheap\", \"output\": 1",
        "\"input\": true, \"output\": 1",
        "\"output\": 1",
        "\"input\": 1, \"output\": 1, \"cache_reed\": 1",
        "\"input\": 1, \"output\": 1, \"from\": \"soon\"",
        "\"input\": 1, \"output\": 1, \"tiers\": [{\"above\": 0, \"input\": 1, \"output\": 1}]",
        "\"input\": 1, \"output\": 1, \"tiers\": [{\"above\": 5, \"input\": 1}]"
      })
  void refusesWhatIsNoPriceNamingTheModel(String fields) {
    assertThatExceptionOfType(InvalidPricesException.class)
        .isThrownBy(() -> list(entry("x/m", fields)))
        .withMessageStartingWith("p.json: x/m: ");
  }

  @Test
  void namesTheField() {
    assertThatExceptionOfType(InvalidPricesException.class)
        .isThrownBy(() -> list(entry("x/m", "\"input\": 1, \"output\": 0.12345678")))
        .withMessageContaining("output: 0.12345678 dollars")
        .withMessageContaining("at most 6 decimals");
  }

  @Test
  void refusesTwoPricesFromOneDay() {
    String entry = entry("x/m", "\"input\": 1, \"output\": 1");

    assertThatExceptionOfType(InvalidPricesException.class)
        .isThrownBy(() -> list(entry, entry))
        .withMessageContaining("x/m has two prices from the start");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "[]", "{}", "{\"prices\": 1}", "{\"prices\": [1]}", "{\"a\": 1} x"})
  void refusesWhatIsNoPriceFile(String json) throws IOException {
    Path file = Files.writeString(folder.resolve("p.json"), json);

    assertThatExceptionOfType(InvalidPricesException.class).isThrownBy(() -> PriceList.read(file));
  }

  @Test
  void everyPriceHasASourceAndADay() {
    assertThat(builtIn.prices())
        .hasSizeGreaterThan(250)
        .allSatisfy(priced -> assertThat(priced.source()).startsWithIgnoringCase(source(priced)))
        .allSatisfy(priced -> assertThat(priced.checked()).isNotNull());
  }

  private static String source(PricedModel priced) {
    return priced.source().startsWith("litellm") ? "litellm" : "genai-prices";
  }
}
