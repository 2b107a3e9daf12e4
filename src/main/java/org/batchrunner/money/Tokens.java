package org.batchrunner.money;

/**
 * Tokens of one call, in disjoint kinds, each with a price of its own.
 *
 * @param input prompt tokens neither read from nor written to a cache
 * @param cacheRead prompt tokens read from the provider's cache
 * @param cacheWrite prompt tokens written to it (for five minutes, where kinds differ)
 * @param cacheWrite1h prompt tokens written to it for an hour
 * @param output completion tokens, including reasoning
 */
public record Tokens(long input, long cacheRead, long cacheWrite, long cacheWrite1h, long output) {

  public static final Tokens NONE = new Tokens(0, 0, 0, 0, 0);

  public Tokens {
    if (input < 0 || cacheRead < 0 || cacheWrite < 0 || cacheWrite1h < 0 || output < 0) {
      throw new IllegalArgumentException("token counts must not be negative");
    }
  }

  public static Tokens of(long input, long output) {
    return new Tokens(input, 0, 0, 0, output);
  }

  /** All tokens of the prompt. */
  public long prompt() {
    return input + cacheRead + cacheWrite + cacheWrite1h;
  }

  public Tokens plus(Tokens other) {
    return new Tokens(
        input + other.input,
        cacheRead + other.cacheRead,
        cacheWrite + other.cacheWrite,
        cacheWrite1h + other.cacheWrite1h,
        output + other.output);
  }
}
