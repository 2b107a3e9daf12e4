package org.batchrunner.stub;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model costs.
 *
 * @param steps the one with the longest prompts first; the last is for all that remain
 */
record Tariff(List<Step> steps) {

  private static final Pattern ABOVE = Pattern.compile("input_cost_per_token_above_(\\d+)k_tokens");
  private static final BigDecimal PICOS = BigDecimal.TEN.pow(12);

  /** Pico-dollars a token, for prompts of more than so many tokens. */
  record Step(int above, long in, long cacheRead, long cacheWrite, long out) {}

  static Tariff flat(BigDecimal in, BigDecimal out) {
    BigDecimal million = BigDecimal.TEN.pow(6);
    long perIn = in.multiply(million).longValueExact();
    return new Tariff(
        List.of(new Step(0, perIn, perIn, perIn, out.multiply(million).longValueExact())));
  }

  /** An entry of LiteLLM's price file. */
  static Tariff read(JsonNode entry) {
    List<Step> steps = new ArrayList<>();
    steps.add(step(entry, 0, ""));
    for (String key : (Iterable<String>) entry::fieldNames) {
      Matcher above = ABOVE.matcher(key);
      if (above.matches()) {
        int thousands = Integer.parseInt(above.group(1));
        steps.add(step(entry, thousands * 1000, "_above_" + thousands + "k_tokens"));
      }
    }
    steps.sort(Comparator.comparingInt(Step::above).reversed());
    return new Tariff(List.copyOf(steps));
  }

  private static Step step(JsonNode entry, int above, String suffix) {
    long in = picos(entry.path("input_cost_per_token" + suffix), 0);
    return new Step(
        above,
        in,
        picos(entry.path("cache_read_input_token_cost" + suffix), in),
        picos(entry.path("cache_creation_input_token_cost" + suffix), in),
        picos(entry.path("output_cost_per_token" + suffix), 0));
  }

  private static long picos(JsonNode perToken, long otherwise) {
    return perToken.isNumber()
        ? perToken.decimalValue().multiply(PICOS).longValueExact()
        : otherwise;
  }

  /** What a call costs, in pico-dollars: exact, for a vendor's bill is not rounded call by call. */
  long picos(Used used) {
    for (Step step : steps) {
      if (used.in() > step.above() || step.above() == 0) {
        return used.plainIn() * step.in()
            + used.cacheRead() * step.cacheRead()
            + used.cacheWrite() * step.cacheWrite()
            + used.out() * step.out();
      }
    }
    throw new IllegalStateException("a tariff without a last step");
  }
}
