package org.batchrunner.money.prices;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.batchrunner.files.FileKind;
import org.batchrunner.files.UnusableFileException;
import org.batchrunner.files.UserFile;
import org.batchrunner.money.InvalidPricesException;
import org.batchrunner.money.Picos;
import org.batchrunner.money.Price;
import org.batchrunner.money.Rates;
import org.jspecify.annotations.Nullable;

/** The format of {@code prices.json}: one model and day a line, dollars per million tokens. */
final class PriceFile {

  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(JsonParser.Feature.ALLOW_COMMENTS)
          .build();

  private static final String ABOUT =
      "Dollars per million tokens. A line is a model's price from a day on (from; always, where"
          + " there is none). cache_read and cache_write are as input, cache_write_1h as"
          + " cache_write, where they are not given. tiers: the price of the whole request above so"
          + " many prompt tokens. service_tiers: the prices of the vendor's other service tiers, by"
          + " the names that replies have for them. A local model: {\\\"model\\\": \\\"local/llama3\\\", \\\"input\\\":"
          + " 0, \\\"output\\\": 0}";

  private static final Set<String> FIELDS =
      Set.of(
          "model",
          "from",
          "input",
          "output",
          "cache_read",
          "cache_write",
          "cache_write_1h",
          "tiers",
          "service_tiers",
          "source",
          "checked");
  private static final Set<String> SERVICE_TIER_FIELDS =
      Set.of("input", "output", "cache_read", "cache_write", "cache_write_1h", "tiers");
  private static final Pattern SERVICE_TIER = Pattern.compile("[a-z][a-z0-9_ ]{0,39}");
  private static final Set<String> TIER_FIELDS =
      Set.of("above", "input", "output", "cache_read", "cache_write", "cache_write_1h");

  private PriceFile() {}

  static String text(Path file) throws IOException {
    try {
      return UserFile.text(file, FileKind.PRICES);
    } catch (UnusableFileException e) {
      throw new InvalidPricesException(file.getFileName() + " " + e.clause());
    }
  }

  static JsonNode tree(String name, String json) {
    try {
      JsonNode tree = MAPPER.readTree(json);
      return tree.isMissingNode() ? JsonNodeFactory.instance.nullNode() : tree;
    } catch (JsonProcessingException e) {
      throw new InvalidPricesException(
          "%s, line %d, column %d: not valid JSON"
              .formatted(
                  name,
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                  e.getLocation() == null ? 0 : e.getLocation().getColumnNr()));
    }
  }

  static PriceList parse(String name, String json) {
    JsonNode root = tree(name, json);
    if (!root.path("prices").isArray()) {
      throw new InvalidPricesException(
          name + ": a price file is {\"prices\": [{\"model\": \"provider/model\", ...}, ...]}");
    }
    List<PricedModel> prices = new ArrayList<>();
    try {
      for (JsonNode entry : root.path("prices")) {
        prices.add(entry(entry, prices.size() + 1));
      }
      return new PriceList(prices);
    } catch (InvalidPricesException e) {
      throw new InvalidPricesException(name + ": " + e.getMessage());
    }
  }

  private static PricedModel entry(JsonNode entry, int number) {
    String model = entry.path("model").asText();
    int slash = model.indexOf('/');
    if (slash <= 0 || slash == model.length() - 1 || !model.equals(model.strip())) {
      throw new InvalidPricesException(
          "entry %d: model: '%s' is not of the form provider/model".formatted(number, model));
    }
    onlyKnown(entry, FIELDS, model);
    Map<String, Price> serviceTiers = new TreeMap<>();
    for (Map.Entry<String, JsonNode> tier : entry.path("service_tiers").properties()) {
      String where = model + ": service_tiers: " + tier.getKey();
      if (!SERVICE_TIER.matcher(tier.getKey()).matches()) {
        throw new InvalidPricesException(
            where + ": a name in small letters, such as priority, is needed");
      }
      onlyKnown(tier.getValue(), SERVICE_TIER_FIELDS, where);
      serviceTiers.put(tier.getKey(), price(where, tier.getValue()));
    }
    return new PricedModel(
        model,
        date(model, entry, "from"),
        price(model, entry).with(serviceTiers),
        entry.path("source").asText("user"),
        date(model, entry, "checked"));
  }

  private static Price price(String model, JsonNode entry) {
    List<Price.Tier> tiers = new ArrayList<>();
    for (JsonNode tier : entry.path("tiers")) {
      onlyKnown(tier, TIER_FIELDS, model + ": tiers");
      JsonNode above = tier.path("above");
      if (!above.canConvertToExactIntegral() || above.asLong() <= 0) {
        throw new InvalidPricesException(
            model + ": tiers: above: a whole number of prompt tokens is needed");
      }
      tiers.add(new Price.Tier(above.asLong(), rates(model + ": tiers", tier)));
    }
    return new Price(rates(model, entry), tiers);
  }

  private static void onlyKnown(JsonNode entry, Set<String> known, String where) {
    for (String field : (Iterable<String>) entry::fieldNames) {
      if (!known.contains(field)) {
        throw new InvalidPricesException(
            "%s: '%s' is not a field; the fields are %s"
                .formatted(where, field, String.join(", ", new TreeSet<>(known))));
      }
    }
  }

  private static Rates rates(String model, JsonNode entry) {
    long input = Picos.field(model, entry, "input", null);
    long output = Picos.field(model, entry, "output", null);
    long cacheWrite = Picos.field(model, entry, "cache_write", input);
    return new Rates(
        input,
        output,
        Picos.field(model, entry, "cache_read", input),
        cacheWrite,
        Picos.field(model, entry, "cache_write_1h", cacheWrite));
  }

  private static @Nullable LocalDate date(String model, JsonNode entry, String field) {
    JsonNode value = entry.get(field);
    if (value == null || value.isNull()) {
      return null;
    }
    try {
      return LocalDate.parse(value.asText());
    } catch (DateTimeException e) {
      throw new InvalidPricesException(
          "%s: %s: '%s' is not a day such as 2026-09-01".formatted(model, field, value.asText()));
    }
  }

  static String format(List<PricedModel> prices) {
    StringBuilder text = new StringBuilder("{\n  \"about\": \"" + ABOUT + "\",\n  \"prices\": [");
    String separator = "\n    ";
    for (PricedModel priced : prices) {
      text.append(separator).append(line(priced));
      separator = ",\n    ";
    }
    return text.append("\n  ]\n}\n").toString();
  }

  private static String line(PricedModel priced) {
    ObjectNode entry = MAPPER.createObjectNode().put("model", priced.model());
    if (priced.from() != null) {
      entry.put("from", priced.from().toString());
    }
    put(entry, priced.price());
    if (!priced.price().serviceTiers().isEmpty()) {
      ObjectNode serviceTiers = entry.putObject("service_tiers");
      priced
          .price()
          .serviceTiers()
          .forEach((name, price) -> put(serviceTiers.putObject(name), price));
    }
    entry.put("source", priced.source());
    if (priced.checked() != null) {
      entry.put("checked", priced.checked().toString());
    }
    return OneLine.write(entry);
  }

  private static void put(ObjectNode entry, Price price) {
    put(entry, price.base());
    if (!price.tiers().isEmpty()) {
      ArrayNode tiers = entry.putArray("tiers");
      price.tiers().forEach(t -> put(tiers.addObject().put("above", t.above()), t.rates()));
    }
  }

  private static void put(ObjectNode entry, Rates rates) {
    entry.put("input", Picos.perMillion(rates.input()));
    if (rates.cacheRead() != rates.input()) {
      entry.put("cache_read", Picos.perMillion(rates.cacheRead()));
    }
    if (rates.cacheWrite() != rates.input()) {
      entry.put("cache_write", Picos.perMillion(rates.cacheWrite()));
    }
    if (rates.cacheWrite1h() != rates.cacheWrite()) {
      entry.put("cache_write_1h", Picos.perMillion(rates.cacheWrite1h()));
    }
    entry.put("output", Picos.perMillion(rates.output()));
  }
}
