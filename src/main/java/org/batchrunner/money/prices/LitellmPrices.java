package org.batchrunner.money.prices;

import static java.lang.Math.max;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.batchrunner.money.Picos;
import org.batchrunner.money.Price;
import org.batchrunner.money.Rates;
import org.jspecify.annotations.Nullable;

/** Reads the price file of LiteLLM, which has dollars per token, without dates. */
final class LitellmPrices {

  static final String NAME = "litellm";

  private static final String INPUT = "input_cost_per_token";
  private static final String OUTPUT = "output_cost_per_token";
  private static final String REASONING = "output_cost_per_reasoning_token";
  private static final String CACHE_READ = "cache_read_input_token_cost";
  private static final String CACHE_WRITE = "cache_creation_input_token_cost";
  private static final String CACHE_WRITE_1H = "cache_creation_input_token_cost_above_1hr";
  private static final String STUDIO = "gemini/";

  /** The service tiers, by their names in replies. */
  private static final Map<String, String> SERVICE_TIERS =
      Map.of("priority", "_priority", "flex", "_flex", "batch", "_batches");

  private static final Pattern TIER = Pattern.compile(".*_above_(\\d{1,6})k_tokens");

  private final LocalDate asOf;
  private final Map<String, PriceImport.Found> models = new TreeMap<>();
  private final Map<String, String> skipped = new LinkedHashMap<>();

  LitellmPrices(LocalDate asOf) {
    this.asOf = asOf;
  }

  static boolean recognizes(JsonNode root) {
    return root.isObject() && root.findValue("litellm_provider") != null;
  }

  PriceImport.Source read(JsonNode root) {
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      read(entry.getKey(), entry.getValue());
    }
    return new PriceImport.Source(NAME, false, models, skipped);
  }

  private void read(String key, JsonNode model) {
    String vendor = model.path("litellm_provider").asText();
    boolean studio = vendor.equals("gemini");
    String provider = studio ? "google" : vendor;
    String mode = model.path("mode").asText();
    if (!PriceImport.PROVIDERS.contains(provider)) {
      skipped.merge(vendor, "a provider that is not imported", (one, other) -> one);
    } else if (!mode.equals("chat") && !mode.equals("responses")) {
      skipped.put(key, "it does not chat: " + mode);
    } else if (studio && !key.startsWith(STUDIO)) {
      skipped.put(key, "not a name of Google AI Studio, which begin with gemini/");
    } else if (!model.has(INPUT) || !model.has(OUTPUT)) {
      skipped.put(key, "it has no price per token of input and output");
    } else {
      String name = provider + "/" + (studio ? key.substring(STUDIO.length()) : key);
      PricedModel priced = new PricedModel(name, null, price(name, model), NAME, asOf);
      models.put(name, new PriceImport.Found("", List.of(priced)));
    }
  }

  private static Price price(String name, JsonNode model) {
    Rates base = rates(name, model, "", null);
    Map<Long, Rates> tiers = new TreeMap<>();
    for (String field : (Iterable<String>) model::fieldNames) {
      Matcher tier = TIER.matcher(field);
      if (tier.matches()) {
        String thousands = tier.group(1);
        tiers.computeIfAbsent(
            Long.parseLong(thousands) * 1000,
            above -> rates(name, model, "_above_" + thousands + "k_tokens", base));
      }
    }
    List<Price.Tier> sorted = new ArrayList<>();
    tiers.forEach((above, rates) -> sorted.add(new Price.Tier(above, rates)));
    Price usual = new Price(base, sorted);
    Map<String, Price> serviceTiers = new TreeMap<>();
    SERVICE_TIERS.forEach(
        (tier, suffix) -> {
          if (model.has(INPUT + suffix) && model.has(OUTPUT + suffix)) {
            serviceTiers.put(tier, serviceTier(name, model, suffix, usual));
          }
        });
    return usual.with(serviceTiers);
  }

  /**
   * Returns the price of a service tier; rates that it lacks for long prompts are scaled in
   * proportion.
   */
  private static Price serviceTier(String name, JsonNode model, String suffix, Price usual) {
    Rates base = serviceRates(name, model, suffix, usual.base(), usual.base(), null);
    List<Price.Tier> tiers = new ArrayList<>();
    for (Price.Tier tier : usual.tiers()) {
      String above = "_above_" + tier.above() / 1000 + "k_tokens" + suffix;
      tiers.add(
          new Price.Tier(
              tier.above(), serviceRates(name, model, above, tier.rates(), usual.base(), base)));
    }
    return new Price(base, tiers);
  }

  /**
   * @param usual rates for prompts of this length
   * @param shortUsual the usual rates for short prompts
   * @param shortHere the tier's rates for short prompts; null if these are they
   */
  private static Rates serviceRates(
      String name,
      JsonNode model,
      String suffix,
      Rates usual,
      Rates shortUsual,
      @Nullable Rates shortHere) {
    long input =
        shortHere == null ? 0 : scaled(shortHere.input(), usual.input(), shortUsual.input());
    long output =
        shortHere == null ? 0 : scaled(shortHere.output(), usual.output(), shortUsual.output());
    input = field(name, model, INPUT + suffix, input);
    output = field(name, model, OUTPUT + suffix, output);
    long written = max(input, scaled(input, usual.cacheWrite(), usual.input()));
    long cacheWrite = field(name, model, CACHE_WRITE + suffix, written);
    return new Rates(
        input,
        output,
        field(name, model, CACHE_READ + suffix, input),
        cacheWrite,
        max(cacheWrite, scaled(cacheWrite, usual.cacheWrite1h(), usual.cacheWrite())));
  }

  /** Rounded up. */
  private static long scaled(long rate, long by, long of) {
    return of == 0
        ? max(rate, by)
        : BigDecimal.valueOf(rate)
            .multiply(BigDecimal.valueOf(by))
            .divide(BigDecimal.valueOf(of), 0, RoundingMode.UP)
            .longValueExact();
  }

  /**
   * Returns the rates of a tier; missing ones are those below the tier, and a cache write costs at
   * least as much as plain input.
   */
  private static Rates rates(String name, JsonNode model, String suffix, @Nullable Rates below) {
    long input = field(name, model, INPUT + suffix, below == null ? 0 : below.input());
    long output = field(name, model, OUTPUT + suffix, below == null ? 0 : below.output());
    long reasoning = field(name, model, REASONING + suffix, output);
    long cacheWrite =
        field(
            name,
            model,
            CACHE_WRITE + suffix,
            below == null ? input : max(below.cacheWrite(), input));
    long cacheRead = below == null || !model.has(CACHE_READ) ? input : below.cacheRead();
    return new Rates(
        input,
        max(output, reasoning),
        field(name, model, CACHE_READ + suffix, cacheRead),
        cacheWrite,
        field(
            name,
            model,
            CACHE_WRITE_1H + suffix,
            below == null ? cacheWrite : max(below.cacheWrite1h(), cacheWrite)));
  }

  private static long field(String name, JsonNode model, String field, long otherwise) {
    JsonNode value = model.get(field);
    return value == null || value.isNull() ? otherwise : Picos.perToken(name, field, value);
  }
}
