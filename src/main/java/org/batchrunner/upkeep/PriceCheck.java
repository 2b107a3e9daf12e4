package org.batchrunner.upkeep;

import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.batchrunner.batch.accept.ModelResolver;
import org.batchrunner.money.prices.PriceList;
import org.batchrunner.money.prices.PricedModel;
import org.batchrunner.provider.ProviderSettings;
import org.batchrunner.provider.Providers;

/**
 * The mode, the providers that are configured, and whether their models have prices, and how old.
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
            "%d prices%s",
            prices.prices().size(), newest.map(d -> ", the newest of " + d).orElse("")));
    if (newest.isPresent() && newest.get().isAfter(today.plusDays(1))) {
      findings.add(
          Finding.wrong(
              "the clock says %s, and there are prices of %s; set the clock by NTP",
              today, newest.get()));
    } else if (newest.isPresent() && ChronoUnit.DAYS.between(newest.get(), today) > OLD_DAYS) {
      findings.add(
          Finding.note(
              "the prices are %d days old; bring them up to date: prices import FILE",
              ChronoUnit.DAYS.between(newest.get(), today)));
    }
    for (ProviderSettings provider : providers.configured()) {
      for (String model : provider.models()) {
        if (prices.find(provider.name(), model, today).isEmpty()) {
          findings.add(
              Finding.wrong(
                  "%s/%s has no price, so batches that ask it are refused; add it to the price"
                      + " file, with 0 for a local model",
                  provider.name(), model));
        }
      }
    }
    return findings;
  }
}
