package org.batchrunner.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Numbers as models write them. */
final class LenientNumbers {

  private LenientNumbers() {}

  /**
   * A number, or a text that is one: {@code "0.9"}, {@code "90%"}, {@code "3/4"} (3 of 4).
   *
   * @return null if it is none; a percentage as it stands
   */
  static @Nullable Double read(JsonNode value) {
    if (value.isNumber()) {
      return finite(value.doubleValue());
    }
    if (!value.isTextual() || value.textValue().length() > 40) {
      return null;
    }
    String text = value.textValue().strip().replace("%", "").strip();
    int slash = text.indexOf('/');
    String number = slash < 0 ? text : text.substring(0, slash).strip();
    try {
      return number.matches("[-+]?[0-9]{0,20}[.]?[0-9]{0,20}")
          ? finite(Double.parseDouble(number))
          : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable Double finite(double number) {
    return Double.isNaN(number) ? null : number;
  }

  static double clamp(double number, double most) {
    return Math.max(0, Math.min(most, number));
  }

  /** Two decimals at most, no trailing zeros: {@code 8.5}, {@code 9}. */
  static String show(double number) {
    BigDecimal decimal = BigDecimal.valueOf(number).setScale(2, RoundingMode.HALF_UP);
    return decimal.stripTrailingZeros().toPlainString();
  }

  static double rounded(double number) {
    return BigDecimal.valueOf(number).setScale(2, RoundingMode.HALF_UP).doubleValue();
  }
}
