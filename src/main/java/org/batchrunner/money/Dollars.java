package org.batchrunner.money;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.stream.Stream;

/**
 * An amount of US dollars, kept exactly as whole nano-dollars (10<sup>-9</sup>).
 *
 * @param nanos the amount in nano-dollars
 */
public record Dollars(long nanos) implements Comparable<Dollars> {

  public static final Dollars ZERO = new Dollars(0);

  /** Decimals of a cap, in a sentence. */
  public static final int CAP_DECIMALS = 2;

  /** Decimals of what a task or a batch costs, in a sentence. */
  public static final int COST_DECIMALS = 4;

  /** Decimals of what one call costs, in a sentence. */
  public static final int CALL_DECIMALS = 6;

  private static final int SCALE = 9;
  private static final BigDecimal NANOS_PER_DOLLAR = BigDecimal.TEN.pow(SCALE);

  /**
   * @param dollars at most nine decimals
   * @throws IllegalArgumentException if it has more decimals or is too large
   */
  @JsonCreator
  public static Dollars of(BigDecimal dollars) {
    try {
      return new Dollars(dollars.multiply(NANOS_PER_DOLLAR).longValueExact());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          dollars.toPlainString() + " is not an amount of dollars with at most nine decimals", e);
    }
  }

  /**
   * @param text such as {@code 1}, {@code 0.25} or {@code $2.00}
   * @throws IllegalArgumentException if the text is not such an amount
   */
  public static Dollars parse(String text) {
    String number = text.strip();
    if (number.startsWith("$")) {
      number = number.substring(1);
    }
    if (!number.matches("-?\\d{1,9}(\\.\\d{1,9})?")) {
      throw new IllegalArgumentException("'" + text + "' is not an amount of dollars");
    }
    return of(new BigDecimal(number));
  }

  public Dollars plus(Dollars other) {
    return new Dollars(Math.addExact(nanos, other.nanos));
  }

  public Dollars minus(Dollars other) {
    return new Dollars(Math.subtractExact(nanos, other.nanos));
  }

  public Dollars times(long count) {
    return new Dollars(Math.multiplyExact(nanos, count));
  }

  public boolean isZero() {
    return nanos == 0;
  }

  public boolean exceeds(Dollars other) {
    return nanos > other.nanos;
  }

  public static Dollars sum(Stream<Dollars> amounts) {
    return amounts.reduce(ZERO, Dollars::plus);
  }

  /** Dollars without trailing zeros, at most nine decimals. */
  @JsonValue
  public BigDecimal toBigDecimal() {
    BigDecimal dollars = BigDecimal.valueOf(nanos, SCALE).stripTrailingZeros();
    return dollars.scale() < 0 ? dollars.setScale(0) : dollars;
  }

  /**
   * Formats the amount for sentences, as {@code $0.10} or {@code $0.1500}.
   *
   * @param decimals the least number of decimals; more are shown if they are not zero
   */
  public String format(int decimals) {
    BigDecimal dollars = toBigDecimal();
    BigDecimal shown =
        dollars.scale() < decimals ? dollars.setScale(decimals, RoundingMode.UNNECESSARY) : dollars;
    return shown.signum() < 0 ? "-$" + shown.negate().toPlainString() : "$" + shown.toPlainString();
  }

  @Override
  public int compareTo(Dollars other) {
    return Long.compare(nanos, other.nanos);
  }

  /** Plain decimal dollars, as in the reports: {@code 0.0015}. */
  @Override
  public String toString() {
    return toBigDecimal().toPlainString();
  }
}
