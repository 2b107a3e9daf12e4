package org.batchrunner.outbox;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Formats numbers for tables, as plain decimals without an exponent. */
final class Decimals {

  private static final int SECONDS_SCALE = 3;

  private Decimals() {}

  /** Rounds seconds to milliseconds. */
  static BigDecimal seconds(double seconds) {
    if (!Double.isFinite(seconds)) {
      return BigDecimal.ZERO;
    }
    BigDecimal rounded =
        BigDecimal.valueOf(seconds)
            .setScale(SECONDS_SCALE, RoundingMode.HALF_UP)
            .stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
  }
}
