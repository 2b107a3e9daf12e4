package org.batchrunner.web;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.batchrunner.batch.accept.ModelResolver;
import org.batchrunner.common.Build;
import org.batchrunner.config.Settings;
import org.batchrunner.money.prices.PriceList;
import org.batchrunner.money.prices.PricedModel;
import org.batchrunner.provider.ProviderSettings;
import org.batchrunner.provider.Providers;
import org.batchrunner.provider.limits.ProviderLimits;
import org.batchrunner.task.Mode;
import org.batchrunner.task.ModelId;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows the state of the program: its mode, its providers and the models that it can call. */
@RestController
final class StatusController {

  private final Settings settings;
  private final ModelResolver models;
  private final Providers providers;
  private final ProviderLimits pace;
  private final PriceList prices;
  private final AccessToken access;
  private final ApiKeyStore keys;
  private final Clock clock;
  private final Instant started;
  private final Build build;

  StatusController(
      Settings settings,
      ModelResolver models,
      Providers providers,
      ProviderLimits pace,
      PriceList prices,
      AccessToken access,
      ApiKeyStore keys,
      Clock clock,
      Build build) {
    this.settings = settings;
    this.models = models;
    this.providers = providers;
    this.pace = pace;
    this.prices = prices;
    this.access = access;
    this.keys = keys;
    this.clock = clock;
    this.started = clock.instant();
    this.build = build;
  }

  /**
   * @param mode {@code auto}, {@code real} or {@code mock}, as it is set
   * @param mock whether answers are made up
   * @param loopback whether only this machine can reach the program
   * @param canKeepKeys whether keys can be kept in {@code .env}
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record State(
      String version,
      String mode,
      boolean mock,
      String java,
      Instant started,
      String inbox,
      String outbox,
      boolean loopback,
      boolean canKeepKeys,
      List<ProviderJson> providers) {}

  /**
   * @param input dollars per million tokens; null if no price is known
   * @param output dollars per million tokens; null if no price is known
   */
  record Model(
      String model,
      String provider,
      boolean configured,
      @Nullable BigDecimal input,
      @Nullable BigDecimal output) {}

  @GetMapping("/api/status")
  State status() {
    return new State(
        build.version(),
        settings.mode().name().toLowerCase(Locale.ROOT),
        models.mode() == Mode.MOCK,
        System.getProperty("java.version", ""),
        started,
        settings.inbox().toString(),
        settings.outbox().toString(),
        access.loopback(),
        keys.canBeKept(),
        providers());
  }

  private List<ProviderJson> providers() {
    return providers.all().stream().map(provider -> ProviderJson.of(provider, pace)).toList();
  }

  /** Lists the models that settings name and those that have a price. */
  @GetMapping("/api/models")
  List<Model> models() {
    LocalDate today = LocalDate.now(clock);
    List<ModelId> all = new ArrayList<>();
    for (ProviderSettings provider : providers.all()) {
      provider.models().forEach(model -> all.add(new ModelId(provider.name(), model)));
    }
    prices.prices().stream()
        .map(priced -> ModelId.parse(priced.model()))
        .filter(model -> providers.all().stream().anyMatch(p -> p.name().equals(model.provider())))
        .forEach(all::add);
    return all.stream().distinct().map(model -> model(model, today)).toList();
  }

  private Model model(ModelId model, LocalDate today) {
    Optional<PricedModel> price = prices.find(model.provider(), model.model(), today);
    return new Model(
        model.toString(),
        model.provider(),
        providers.get(model.provider()).configured(),
        price.map(priced -> PriceJson.perMillion(priced.price().base().input())).orElse(null),
        price.map(priced -> PriceJson.perMillion(priced.price().base().output())).orElse(null));
  }
}
