package org.batchrunner.stub;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The models that the vendors sell, with their prices, read from LiteLLM's price file and not by
 * the program's own code: it is the other side's bill.
 */
final class Catalogue {

  private static final String FILE = "/prices/litellm-prices-2026-08-01.json";
  private static final TreeMap<String, Tariff> SOLD = read();

  private final Map<String, Tariff> more = new ConcurrentHashMap<>();
  private final Map<String, String> names = new ConcurrentHashMap<>();

  private static TreeMap<String, Tariff> read() {
    TreeMap<String, Tariff> sold = new TreeMap<>();
    ObjectMapper mapper =
        new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    try (InputStream in = Catalogue.class.getResourceAsStream(FILE)) {
      for (Map.Entry<String, JsonNode> entry : mapper.readTree(in).properties()) {
        sold.put(entry.getKey().replaceFirst("^gemini/", ""), Tariff.read(entry.getValue()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sold;
  }

  void sell(String model, Tariff tariff) {
    more.put(model, tariff);
  }

  /** Null if nobody sells it. */
  @Nullable Tariff tariff(String model) {
    Tariff tariff = more.get(model);
    return tariff == null ? SOLD.get(model) : tariff;
  }

  /** How a reply names the model that was asked for: vendors answer with the dated name. */
  String named(String model) {
    return names.computeIfAbsent(model, Catalogue::dated);
  }

  private static String dated(String model) {
    String dated = model;
    for (Map.Entry<String, Tariff> entry : SOLD.tailMap(model + "-").entrySet()) {
      if (!entry.getKey().startsWith(model + "-")) {
        break;
      }
      if (entry.getKey().substring(model.length()).matches("-20[0-9-]{6,8}")
          && entry.getValue().equals(SOLD.get(model))) {
        dated = entry.getKey();
      }
    }
    return dated;
  }
}
