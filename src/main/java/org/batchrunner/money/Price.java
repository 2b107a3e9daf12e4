package org.batchrunner.money;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The price of a model: its rates, and the rates that apply to a whole request above a prompt
 * length.
 *
 * @param base the rates of a request whose prompt reaches no tier
 * @param tiers long-context tiers, sorted by their threshold
 * @param serviceTiers the prices of the vendor's other service tiers, such as {@code priority}
 */
public record Price(Rates base, List<Tier> tiers, Map<String, Price> serviceTiers) {

  public static final Price FREE = new Price(Rates.FREE, List.of());

  /**
   * @param above the number of prompt tokens above which these rates apply to the whole request
   */
  public record Tier(long above, Rates rates) {}

  public Price {
    tiers = tiers.stream().sorted(Comparator.comparingLong(Tier::above)).toList();
    serviceTiers = Collections.unmodifiableMap(new TreeMap<>(serviceTiers));
  }

  public Price(Rates base, List<Tier> tiers) {
    this(base, tiers, Map.of());
  }

  /** The price in a service tier; empty if it has none of its own. */
  public Optional<Price> in(String serviceTier) {
    return Optional.ofNullable(serviceTiers.get(serviceTier));
  }

  /** Returns this price with prices of service tiers. */
  public Price with(Map<String, Price> others) {
    return new Price(base, tiers, others);
  }

  public static Price of(Rates rates) {
    return new Price(rates, List.of());
  }

  public Dollars cost(Tokens tokens) {
    return ratesFor(tokens.prompt()).cost(tokens);
  }

  /**
   * Returns an upper bound of the cost of a call: every prompt token at the highest price that can
   * apply to it.
   *
   * @param promptTokens upper bound of the prompt's tokens
   * @param outputTokens upper bound of the completion's tokens
   */
  public Dollars worst(long promptTokens, long outputTokens) {
    long input = base.highestInput();
    long output = base.output();
    for (Tier tier : tiers) {
      if (promptTokens > tier.above()) {
        input = Math.max(input, tier.rates().highestInput());
        output = Math.max(output, tier.rates().output());
      }
    }
    return Rates.of(input, output).cost(Tokens.of(promptTokens, outputTokens));
  }

  private Rates ratesFor(long promptTokens) {
    Rates rates = base;
    for (Tier tier : tiers) {
      if (promptTokens > tier.above()) {
        rates = tier.rates();
      }
    }
    return rates;
  }
}
