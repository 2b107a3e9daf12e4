package org.batchrunner.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what changes the price of a reply: its service tier, and the cost that a gateway reports.
 */
final class BillingReader {

  /** Words for the tier that the listed prices are of. */
  private static final Set<String> USUAL =
      Set.of(
          "",
          "default",
          "standard",
          "standard_only",
          "auto",
          "on_demand",
          "none",
          "null",
          "unspecified",
          "not_available",
          "global");

  private static final List<String> PREFIXES =
      List.of("service_tier_", "traffic_type_", "on_demand_");

  private static final String LITELLM = "x-litellm-response-cost";
  private static final int TICKS_SCALE = 10;
  private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000);
  private static final int LONGEST_NUMBER = 40;
  private static final int LONGEST_TIER = 40;

  private BillingReader() {}

  static Billing read(
      ApiFormat dialect, JsonNode reply, Map<String, String> lowerCaseHeaders, List<String> notes) {
    return new Billing(
        tier(dialect.tier(reply, lowerCaseHeaders)), gatewayCost(reply, lowerCaseHeaders), notes);
  }

  private static String tier(String word) {
    String tier = word.strip().toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
    for (String prefix : PREFIXES) {
      tier = tier.startsWith(prefix) ? tier.substring(prefix.length()) : tier;
    }
    if (USUAL.contains(tier)) {
      return "";
    }
    return tier.length() > LONGEST_TIER ? tier.substring(0, LONGEST_TIER) : tier;
  }

  /** Returns the first of these texts that names another tier than the standard one. */
  static String unusual(JsonNode... words) {
    for (JsonNode word : words) {
      if (word.isTextual() && !tier(word.textValue()).isEmpty()) {
        return word.textValue();
      }
    }
    return "";
  }

  private static @Nullable BigDecimal gatewayCost(
      JsonNode reply, Map<String, String> lowerCaseHeaders) {
    JsonNode usage = reply.path("usage");
    BigDecimal cost = number(usage.path("cost"));
    if (cost != null && usage.path("is_byok").asBoolean(false)) {
      BigDecimal upstream = number(usage.path("cost_details").path("upstream_inference_cost"));
      return upstream == null ? cost : cost.add(upstream);
    }
    for (JsonNode other :
        List.of(
            usage.path("cost").path("total_cost"),
            usage.path("total_cost"),
            usage.path("estimated_cost"))) {
      cost = cost == null ? number(other) : cost;
    }
    if (cost == null) {
      BigDecimal ticks = number(usage.path("cost_in_usd_ticks"));
      cost = ticks == null ? null : ticks.movePointLeft(TICKS_SCALE);
    }
    return cost == null ? number(lowerCaseHeaders.getOrDefault(LITELLM, "")) : cost;
  }

  private static @Nullable BigDecimal number(JsonNode value) {
    return value.isNumber() || value.isTextual() ? number(value.asText()) : null;
  }

  private static @Nullable BigDecimal number(String text) {
    String plain = text.strip();
    if (plain.isEmpty() || plain.length() > LONGEST_NUMBER) {
      return null;
    }
    try {
      BigDecimal number = new BigDecimal(plain);
      boolean sane = number.signum() >= 0 && number.scale() <= LONGEST_NUMBER;
      return sane && number.precision() - number.scale() <= 7 && number.compareTo(MOST) <= 0
          ? number
          : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
