package org.batchrunner.money;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Converts prices between price files and whole pico-dollars (10<sup>-12</sup>) per token. */
public final class Picos {

  private static final int PER_MILLION_SCALE = 6;
  private static final int PER_TOKEN_SCALE = 12;

  /** 100,000 dollars per million tokens: more is a mistake, and could overflow a cost. */
  private static final long MOST = 100_000_000_000L;

  private Picos() {}

  /**
   * Reads a price in dollars per million tokens, a number or a decimal string.
   *
   * @param otherwise the value if the field is missing; null if it is required
   */
  public static long field(String model, JsonNode entry, String field, @Nullable Long otherwise) {
    JsonNode value = entry.get(field);
    if (value == null || value.isNull()) {
      if (otherwise == null) {
        throw new InvalidPricesException(
            "%s: %s is missing; give dollars per million tokens, 0 if it is free"
                .formatted(model, field));
      }
      return otherwise;
    }
    return exact(
        model, field, number(model, field, value), PER_MILLION_SCALE, "per million tokens");
  }

  /** Dollars a token. */
  public static long perToken(String model, String field, JsonNode value) {
    return exact(model, field, number(model, field, value), PER_TOKEN_SCALE, "a token");
  }

  /** Dollars per million tokens, without trailing zeros. */
  public static BigDecimal perMillion(long picos) {
    BigDecimal dollars = BigDecimal.valueOf(picos, PER_MILLION_SCALE).stripTrailingZeros();
    return dollars.scale() < 0 ? dollars.setScale(0) : dollars;
  }

  private static BigDecimal number(String model, String field, JsonNode value) {
    try {
      if (value.isNumber() || value.isTextual()) {
        return new BigDecimal(value.asText().strip());
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new InvalidPricesException(
        "%s: %s: '%s' is not a price in dollars".formatted(model, field, value));
  }

  private static long exact(String model, String field, BigDecimal dollars, int scale, String per) {
    long picos;
    try {
      picos = dollars.scaleByPowerOfTen(scale).longValueExact();
    } catch (ArithmeticException e) {
      throw new InvalidPricesException(
          "%s: %s: %s dollars %s is not a whole number of pico-dollars a token (at most %d decimals)"
              .formatted(model, field, dollars, per, scale));
    }
    if (picos < 0 || picos > MOST) {
      throw new InvalidPricesException(
          "%s: %s: %s dollars %s is not a price; it takes 0 to 100000 dollars per million tokens"
              .formatted(model, field, dollars, per));
    }
    return picos;
  }
}
