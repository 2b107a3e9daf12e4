package org.batchrunner.cli;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.batchrunner.money.Price;
import org.batchrunner.money.Rates;
import org.batchrunner.money.prices.PricedModel;
import org.jspecify.annotations.Nullable;

/** Formats prices as text, in dollars per million tokens. */
final class PriceLines {

  private static final int PICOS_PER_MILLION_EXPONENT = 6;
  private static final String ROW = "%-44s %9s %9s %9s %9s  %-10s  %-10s  %s%n";

  private PriceLines() {}

  /** Returns a table with a line for each price and for each of its tiers. */
  static String table(List<PricedModel> prices) {
    StringBuilder table = new StringBuilder();
    table.append(
        ROW.formatted("MODEL", "INPUT", "READ", "WRITE", "OUTPUT", "SINCE", "CHECKED", "SOURCE"));
    for (PricedModel model : prices) {
      table.append(
          row(model.model(), model.price().base(), model.from(), model.checked(), model.source()));
      for (Price.Tier tier : model.price().tiers()) {
        table.append(
            row("  above %,d prompt tokens".formatted(tier.above()), tier.rates(), null, null, ""));
      }
      model
          .price()
          .serviceTiers()
          .forEach(
              (tier, price) ->
                  table.append(row("  service tier " + tier, price.base(), null, null, "")));
    }
    return table.toString();
  }

  private static String row(
      String name, Rates rates, @Nullable Object from, @Nullable Object checked, String source) {
    return ROW.formatted(
            name,
            perMillion(rates.input()),
            perMillion(rates.cacheRead()),
            perMillion(rates.cacheWrite()),
            perMillion(rates.output()),
            from == null ? "" : from,
            checked == null ? "" : checked,
            source)
        .stripTrailing()
        .concat(System.lineSeparator());
  }

  /** Lists the differences between two prices, as {@code input 2 -> 3, output 10 -> 15}. */
  static String difference(Price before, Price after) {
    Rates old = before.base();
    Rates now = after.base();
    List<String> changes = new ArrayList<>();
    change(changes, "input", old.input(), now.input());
    change(changes, "cache read", old.cacheRead(), now.cacheRead());
    change(changes, "cache write", old.cacheWrite(), now.cacheWrite());
    change(changes, "one-hour cache write", old.cacheWrite1h(), now.cacheWrite1h());
    change(changes, "output", old.output(), now.output());
    if (!before.tiers().equals(after.tiers())) {
      changes.add("tiers");
    }
    if (!before.serviceTiers().equals(after.serviceTiers())) {
      changes.add("service tiers");
    }
    return String.join(", ", changes);
  }

  private static void change(List<String> changes, String what, long old, long now) {
    if (old != now) {
      changes.add("%s %s -> %s".formatted(what, perMillion(old), perMillion(now)));
    }
  }

  static String perMillion(long picos) {
    return BigDecimal.valueOf(picos, PICOS_PER_MILLION_EXPONENT)
        .stripTrailingZeros()
        .toPlainString();
  }
}
