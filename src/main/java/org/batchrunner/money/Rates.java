package org.batchrunner.money;

import static java.lang.Math.addExact;
import static java.lang.Math.max;
import static java.lang.Math.multiplyExact;

/**
 * Prices of one model's tokens, in whole pico-dollars (10<sup>-12</sup>) a token.
 *
 * @param input for plain prompt tokens
 * @param output for completion tokens
 * @param cacheRead for prompt tokens read from a cache
 * @param cacheWrite for prompt tokens written to a cache
 * @param cacheWrite1h for prompt tokens written to a cache for an hour
 */
public record Rates(long input, long output, long cacheRead, long cacheWrite, long cacheWrite1h) {

  public static final Rates FREE = new Rates(0, 0, 0, 0, 0);

  private static final long PICOS_PER_NANO = 1000;

  public Rates {
    if (input < 0 || output < 0 || cacheRead < 0 || cacheWrite < 0 || cacheWrite1h < 0) {
      throw new IllegalArgumentException("prices must not be negative");
    }
  }

  /** Rates without caching: cached tokens cost what plain ones cost. */
  public static Rates of(long input, long output) {
    return new Rates(input, output, input, input, input);
  }

  /** The cost of these tokens, rounded up once to a nano-dollar. */
  Dollars cost(Tokens tokens) {
    long picos = multiplyExact(tokens.input(), input);
    picos = addExact(picos, multiplyExact(tokens.cacheRead(), cacheRead));
    picos = addExact(picos, multiplyExact(tokens.cacheWrite(), cacheWrite));
    picos = addExact(picos, multiplyExact(tokens.cacheWrite1h(), cacheWrite1h));
    picos = addExact(picos, multiplyExact(tokens.output(), output));
    return new Dollars(Math.floorDiv(addExact(picos, PICOS_PER_NANO - 1), PICOS_PER_NANO));
  }

  /** Returns the price of the most expensive kind of prompt token. */
  long highestInput() {
    return max(max(input, cacheRead), max(cacheWrite, cacheWrite1h));
  }
}
