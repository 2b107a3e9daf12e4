package org.batchrunner.upkeep;

import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.batchrunner.batch.accept.ModelResolver;
import org.batchrunner.common.Count;
import org.batchrunner.money.prices.PriceList;
import org.batchrunner.money.prices.PricedModel;
import org.batchrunner.provider.ProviderSettings;
import org.batchrunner.provider.Providers;

/**
 * Checks the mode, the configured providers, and the prices of their models and how old they are.
 */
final class PriceCheck implements Doctor.Check {

  private static final int OLD_DAYS = 60;

  private final PriceList prices;
  private final Providers providers;
  private final ModelResolver models;
  private final Clock clock;

  PriceCheck(PriceList prices, Providers providers, ModelResolver models, Clock clock) {
    this.prices = prices;
    this.providers = providers;
    this.models = models;
    this.clock = clock;
  }

  @Override
  public List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    List<String> names = providers.configured().stream().map(ProviderSettings::name).toList();
    findings.add(
        Finding.ok(
            "mode %s, providers configured: %s",
            models.mode().wire(), names.isEmpty() ? "none" : String.join(", ", names)));
    LocalDate today = LocalDate.now(clock);
    Optional<LocalDate> newest =
        prices.prices().stream()
            .map(PricedModel::checked)
            .filter(Objects::nonNull)
            .max(LocalDate::compareTo);
    findings.add(
        Finding.ok(
            "%s%s",
            Count.of(prices.prices().size(), "price"),
            newest.map(d -> ", the newest one of " + d).orElse("")));
    if (newest.isPresent() && newest.get().isAfter(today.plusDays(1))) {
      findings.add(
          Finding.wrong(
              "the clock says %s, but there are prices of %s; synchronize the clock with NTP",
              today, newest.get()));
    } else if (newest.isPresent() && ChronoUnit.DAYS.between(newest.get(), today) > OLD_DAYS) {
      findings.add(
          Finding.note(
              "the prices are %d days old; update them with: batch-runner prices import FILE",
              ChronoUnit.DAYS.between(newest.get(), today)));
    }
    for (ProviderSettings provider : providers.configured()) {
      for (String model : provider.models()) {
        if (prices.find(provider.name(), model, today).isEmpty()) {
          findings.add(
              Finding.wrong(
                  "%s/%s has no price, so batches that use it are refused; add it to the price"
                      + " file, with a price of 0 for a local model",
                  provider.name(), model));
        }
      }
    }
    return findings;
  }
}
