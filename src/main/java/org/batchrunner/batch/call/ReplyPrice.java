package org.batchrunner.batch.call;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.batchrunner.money.Dollars;
import org.batchrunner.money.Price;
import org.batchrunner.money.Tokens;
import org.batchrunner.money.prices.PriceList;
import org.batchrunner.money.prices.PricedModel;
import org.batchrunner.provider.Billing;
import org.batchrunner.provider.ModelNames;
import org.batchrunner.provider.ProviderSettings;
import org.batchrunner.provider.Providers;
import org.batchrunner.task.ModelId;
import org.jspecify.annotations.Nullable;

/** What a reply cost: its tokens at the price of the model and of the tier that it names. */
public final class ReplyPrice {

  private static final int NANO_DECIMALS = 9;

  /** Less is a matter of rounding. */
  private static final BigDecimal LEAST_DIFFERENCE = new BigDecimal("0.000001");

  private static final BigDecimal PERCENT = new BigDecimal("0.01");

  private final PriceList prices;
  private final Providers providers;
  private final Clock clock;

  public ReplyPrice(PriceList prices, Providers providers, Clock clock) {
    this.prices = prices;
    this.providers = providers;
    this.clock = clock;
  }

  /**
   * What a reply costs.
   *
   * @param cost empty if its usage, or the price of what ran, is not known
   * @param notes what is to be told of it, in clauses that begin with "it" or "its"
   */
  record Bill(Optional<Dollars> cost, List<String> notes) {}

  /**
   * @param asked the model that was called
   * @param named the model that the reply names
   */
  Bill of(ModelId asked, String named, @Nullable Tokens tokens, Billing billing) {
    List<String> notes = new ArrayList<>(billing.notes());
    Optional<Price> price = model(asked, named, notes);
    if (price.isPresent() && !billing.tier().isEmpty()) {
      price = inTier(asked, named, price.get(), billing.tier());
      if (price.isEmpty()) {
        notes.add(
            "it was served in the service tier '%s', which the price file has no price for: it"
                    .formatted(billing.tier())
                + " counts at its worst case at the usual price, and may have cost more");
      }
    }
    Optional<Dollars> cost =
        tokens == null ? Optional.empty() : price.map(known -> known.cost(tokens));
    gateway(cost, billing.gatewayCost()).ifPresent(notes::add);
    return new Bill(cost, notes);
  }

  /** The price of the model that ran, as far as its name tells. */
  private Optional<Price> model(ModelId asked, String named, List<String> notes) {
    Optional<Price> listed = price(asked.provider(), named);
    if (listed.isPresent()) {
      return listed;
    }
    ProviderSettings provider = providers.get(asked.provider());
    boolean variant = ModelNames.sameModel(asked.model(), named);
    if (!variant && provider.hasVendorsAddress()) {
      notes.add(
          "it names the model '%s', which the price file has no price for: it counts at its worst"
                  .formatted(ModelNames.shown(named))
              + " case");
      return Optional.empty();
    }
    return price(asked.provider(), asked.model());
  }

  /**
   * A dated line often has no prices of tiers; those of its model hold where the usual price does.
   */
  private Optional<Price> inTier(ModelId asked, String named, Price usual, String tier) {
    return Stream.of(named, ModelNames.withoutDay(named), asked.model())
        .flatMap(model -> price(asked.provider(), model).stream())
        .filter(price -> price.base().input() == usual.base().input())
        .filter(price -> price.base().output() == usual.base().output())
        .flatMap(price -> price.in(tier).stream())
        .findFirst();
  }

  private Optional<Price> price(String provider, String model) {
    return prices.find(provider, model, LocalDate.now(clock)).map(PricedModel::price);
  }

  /** Gateways have prices of their own: the price list may be wrong about them. */
  private static Optional<String> gateway(Optional<Dollars> cost, @Nullable BigDecimal theirs) {
    if (theirs == null) {
      return Optional.empty();
    }
    String shown = dollars(theirs).format(Dollars.CALL_DECIMALS);
    if (cost.isEmpty()) {
      return Optional.of("its gateway says that it cost " + shown);
    }
    BigDecimal ours = cost.get().toBigDecimal();
    BigDecimal difference = ours.subtract(theirs).abs();
    boolean same =
        difference.compareTo(LEAST_DIFFERENCE) <= 0
            || difference.compareTo(ours.max(theirs).multiply(PERCENT)) <= 0;
    return same
        ? Optional.empty()
        : Optional.of(
            "its gateway says that it cost %s, and by the price file it cost %s"
                .formatted(shown, cost.get().format(Dollars.CALL_DECIMALS)));
  }

  private static Dollars dollars(BigDecimal amount) {
    return Dollars.of(amount.setScale(NANO_DECIMALS, RoundingMode.UP));
  }
}
