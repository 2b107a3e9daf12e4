package org.batchrunner.batch.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.batchrunner.money.Dollars;
import org.batchrunner.money.Tokens;
import org.batchrunner.money.prices.PriceList;
import org.batchrunner.provider.Api;
import org.batchrunner.provider.Billing;
import org.batchrunner.provider.ProviderSettings;
import org.batchrunner.provider.Providers;
import org.batchrunner.task.ModelId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The price of a reply is that of what ran: the model, and the tier. */
class ReplyPriceTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-28T12:00:00Z"), ZoneOffset.UTC);
  private static final Tokens MILLION = Tokens.of(1_000_000, 0);

  private final ReplyPrice price = new ReplyPrice(PriceList.builtIn(), providers(), CLOCK);

  private static Providers providers() {
    List<ProviderSettings> all = new ArrayList<>(Providers.DEFAULTS);
    all.set(0, settings("openai", "https://api.openai.com/v1"));
    return new Providers(all);
  }

  private static ProviderSettings settings(String name, String url) {
    return new ProviderSettings(
        name, Api.OPENAI, URI.create(url), "key", List.of(), 1, null, null, Providers.TIMEOUT);
  }

  private static String shown(ReplyPrice.Bill bill) {
    return bill.cost().map(Dollars::toString).orElse("unknown");
  }

  private ReplyPrice.Bill bill(String asked, String named, String tier) {
    return price.of(ModelId.parse(asked), named, MILLION, new Billing(tier, null, List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "openai/gpt-4o-mini, gpt-4o-mini-2024-07-18, priority, 0.25",
    "openai/gpt-4o-mini, gpt-4o-mini-2024-07-18, batch, 0.075",
    "openai/gpt-5, gpt-5, flex, 0.625",
    "openai/gpt-5, gpt-5, '', 1.25",
    "google/gemini-3-flash-preview, gemini-3-flash-preview, priority, 0.9",
    "openai/gpt-4o-mini, gpt-4o-mini, flex, unknown",
    "openai/gpt-4o-mini, gpt-4o-mini, scale, unknown",
    "anthropic/claude-haiku-4-5, claude-haiku-4-5-20251001, priority, unknown",
    "anthropic/claude-haiku-4-5, claude-haiku-4-5-20251001, fast, unknown",
  })
  void theTierThatAReplyNamesIsPricedOrAtRisk(
      String asked, String named, String tier, String cost) {
    ReplyPrice.Bill bill = bill(asked, named, tier);
    assertThat(shown(bill)).isEqualTo(cost);
    if (cost.equals("unknown")) {
      assertThat(bill.notes()).singleElement().asString().contains("'" + tier + "'", "worst case");
    } else {
      assertThat(bill.notes()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "openai/gpt-4o-mini, gpt-4o-mini-2024-07-18, 0.15",
    "openai/gpt-4o-mini, GPT-4o-mini, 0.15",
    "openai/gpt-4o-mini, gpt-4o, 2.5",
    "openai/gpt-4o-mini, gpt-4o-mini-0718, 0.15",
    "openai/gpt-4o-mini, gpt-4o-mini-build-7, 0.15",
    "google/gemini-2.5-flash, gemini-2.5-flash-001, 0.3",
    "google/gemini-2.5-flash, models/gemini-2.5-flash, 0.3",
    "openai/gpt-4o-mini, gpt-4o-mini-unheard-of, unknown",
    "openai/gpt-4o-mini, gpt-4o-mini-realtime, unknown",
    "openai/gpt-4o-mini, some-router-pick, unknown",
  })
  void atAVendorsAddressADayOrABuildIsTheModelAndAnotherNameIsNot(
      String asked, String named, String cost) {
    ReplyPrice.Bill bill = bill(asked, named, "");
    assertThat(shown(bill)).isEqualTo(cost);
    assertThat(bill.notes()).hasSize(cost.equals("unknown") ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({
    "/models/Qwen2.5-7B-Instruct-AWQ, 0.15",
    "qwen-7b:latest, 0.15",
    "gpt-4o-mini-proxy, 0.15",
    "gpt-4o-2024-08-06, 2.5",
  })
  void atAnAddressOfOnesOwnANameThatIsNotListedIsTheAskedModel(String named, String cost) {
    Providers own = new Providers(List.of(settings("openai", "http://127.0.0.1:8000/v1")));
    ReplyPrice.Bill bill =
        new ReplyPrice(PriceList.builtIn(), own, CLOCK)
            .of(ModelId.parse("openai/gpt-4o-mini"), named, MILLION, Billing.USUAL);
    assertThat(shown(bill)).isEqualTo(cost);
    assertThat(bill.notes()).isEmpty();
  }

  private List<String> gateway(@Nullable Tokens tokens, String says) {
    return price
        .of(
            ModelId.parse("openai/gpt-4o-mini"),
            "gpt-4o-mini",
            tokens,
            new Billing("", new BigDecimal(says), List.of()))
        .notes();
  }

  @Test
  void whatAGatewaySaysIsCompared() {
    assertThat(gateway(MILLION, "0.15")).isEmpty();
    assertThat(gateway(MILLION, "0.1501")).isEmpty();
    assertThat(gateway(MILLION, "0.3"))
        .containsExactly(
            "its gateway says that it cost $0.300000, and by the price file it cost $0.150000");
    assertThat(gateway(MILLION, "0")).singleElement().asString().contains("$0.000000");
    assertThat(gateway(null, "0.3")).containsExactly("its gateway says that it cost $0.300000");
  }

  @Test
  void aReplyWithoutUsageIsUnknown() {
    assertThat(
            price
                .of(ModelId.parse("openai/gpt-4o-mini"), "gpt-4o-mini", null, Billing.USUAL)
                .cost())
        .isEmpty();
  }
}
