package org.batchrunner.money.prices;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.batchrunner.money.InvalidPricesException;
import org.batchrunner.money.Picos;
import org.batchrunner.money.Price;
import org.batchrunner.money.Rates;
import org.jspecify.annotations.Nullable;

/**
 * Reads the price file of genai-prices, which has dollars per million tokens, with dates and tiers.
 */
final class GenaiPrices {

  static final String NAME = "genai-prices";

  private static final String LATEST = "-latest";

  private final LocalDate asOf;
  private final Map<String, PriceImport.Found> models = new TreeMap<>();
  private final Map<String, String> skipped = new LinkedHashMap<>();

  GenaiPrices(LocalDate asOf) {
    this.asOf = asOf;
  }

  static boolean recognizes(JsonNode root) {
    return root.isArray() && root.path(0).has("id") && root.path(0).path("models").isArray();
  }

  PriceImport.Source read(JsonNode root) {
    for (JsonNode provider : root) {
      String name = provider.path("id").asText();
      if (PriceImport.PROVIDERS.contains(name)) {
        provider.path("models").forEach(model -> read(name, model));
      } else {
        skipped.put(name, "a provider that is not imported");
      }
    }
    return new PriceImport.Source(NAME, true, models, skipped);
  }

  private void read(String provider, JsonNode model) {
    String id = model.path("id").asText();
    String name = provider + "/" + id;
    String why = unfit(provider, id, model);
    if (!why.isEmpty()) {
      skipped.put(name, why);
      return;
    }
    models.put(name, new PriceImport.Found("", prices(name, model.path("prices"), NAME)));
    for (String other : otherNames(id, model.path("match"))) {
      String alias = provider + "/" + other;
      String source = NAME + " as " + id;
      models.putIfAbsent(
          alias, new PriceImport.Found(id, prices(alias, model.path("prices"), source)));
    }
  }

  private static String unfit(String provider, String id, JsonNode model) {
    if (provider.equals("google") && id.startsWith("claude")) {
      return "of Vertex AI, not of Google AI Studio";
    }
    if (id.endsWith("-") || !matches(id, model.path("match"))) {
      return "the name of a family, not of a model";
    }
    Set<String> priced = new TreeSet<>();
    for (JsonNode dated : dated(model.path("prices"))) {
      JsonNode prices = dated.path("prices");
      prices.fieldNames().forEachRemaining(priced::add);
      if (!prices.has("input_mtok") || !prices.has("output_mtok")) {
        return "it has no price per token of input and output";
      }
    }
    priced.removeIf(field -> !field.startsWith("output_") || field.equals("output_mtok"));
    return priced.isEmpty() ? "" : "its output is not only text: " + String.join(", ", priced);
  }

  private static boolean matches(String name, JsonNode rule) {
    for (Map.Entry<String, JsonNode> test : rule.properties()) {
      JsonNode value = test.getValue();
      boolean met =
          switch (test.getKey()) {
            case "equals" -> name.equals(value.asText());
            case "starts_with" -> name.startsWith(value.asText());
            case "ends_with" -> name.endsWith(value.asText());
            case "contains" -> name.contains(value.asText());
            case "regex" -> Pattern.compile(value.asText()).matcher(name).find();
            case "or" -> anyMatches(name, value);
            default -> false;
          };
      if (met) {
        return true;
      }
    }
    return false;
  }

  private static boolean anyMatches(String name, JsonNode rules) {
    for (JsonNode rule : rules) {
      if (matches(name, rule)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the names that the rule lists; for {@code x-latest}, also {@code x} if the rule has it.
   */
  private static Set<String> otherNames(String id, JsonNode rule) {
    Set<String> names = new LinkedHashSet<>();
    rule.findValues("equals").forEach(name -> names.add(name.asText()));
    if (id.endsWith(LATEST)) {
      String stem = id.substring(0, id.length() - LATEST.length());
      if (matches(stem, rule)) {
        names.add(stem);
      }
    }
    names.remove(id);
    return names;
  }

  private static Iterable<JsonNode> dated(JsonNode prices) {
    return prices.isArray()
        ? prices
        : List.of(PriceFile.MAPPER.createObjectNode().set("prices", prices));
  }

  private List<PricedModel> prices(String name, JsonNode prices, String source) {
    List<PricedModel> list = new ArrayList<>();
    for (JsonNode dated : dated(prices)) {
      list.add(
          new PricedModel(
              name,
              from(name, dated.path("constraint")),
              price(name, dated.path("prices")),
              source,
              asOf));
    }
    return list;
  }

  private static @Nullable LocalDate from(String name, JsonNode constraint) {
    if (constraint.isMissingNode() || constraint.isNull()) {
      return null;
    }
    if (constraint.size() != 1 || !constraint.has("start_date")) {
      throw new InvalidPricesException(
          name + ": a price for some hours or callers only can't be imported");
    }
    return LocalDate.parse(constraint.path("start_date").asText());
  }

  private static Price price(String name, JsonNode prices) {
    Set<Long> starts = new TreeSet<>();
    for (JsonNode price : prices) {
      price.path("tiers").forEach(tier -> starts.add(tier.path("start").asLong()));
    }
    List<Price.Tier> tiers = new ArrayList<>();
    starts.forEach(start -> tiers.add(new Price.Tier(start, rates(name, prices, start))));
    return new Price(rates(name, prices, 0), tiers);
  }

  /** The rates of a prompt just above so many tokens. */
  private static Rates rates(String name, JsonNode prices, long above) {
    long input = at(name, prices, "input_mtok", above, null);
    long cacheWrite = at(name, prices, "cache_write_mtok", above, input);
    return new Rates(
        input,
        at(name, prices, "output_mtok", above, null),
        at(name, prices, "cache_read_mtok", above, input),
        cacheWrite,
        at(name, prices, "cache_write_1h_mtok", above, cacheWrite));
  }

  private static long at(
      String name, JsonNode prices, String field, long above, @Nullable Long otherwise) {
    JsonNode price = prices.path(field);
    if (!price.isObject()) {
      return Picos.field(name, prices, field, otherwise);
    }
    long picos = Picos.field(name + ": " + field, price, "base", null);
    for (JsonNode tier : price.path("tiers")) {
      if (above >= tier.path("start").asLong()) {
        picos = Picos.field(name + ": " + field, tier, "price", null);
      }
    }
    return picos;
  }
}
