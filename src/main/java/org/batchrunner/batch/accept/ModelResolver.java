package org.batchrunner.batch.accept;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.batchrunner.common.Json;
import org.batchrunner.config.Settings;
import org.batchrunner.intake.RejectedFileException;
import org.batchrunner.intake.TaskFile;
import org.batchrunner.money.prices.PriceList;
import org.batchrunner.provider.Api;
import org.batchrunner.provider.ProviderSettings;
import org.batchrunner.provider.Providers;
import org.batchrunner.provider.TokenBound;
import org.batchrunner.task.Mode;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Task;
import org.batchrunner.task.Workflow;
import org.batchrunner.task.options.ModelPatterns;
import org.batchrunner.task.options.Option;
import org.batchrunner.task.options.OptionOverride;
import org.batchrunner.task.options.Options;
import org.batchrunner.workflow.OptionCheck;

/** Which models a batch asks, and whether it may: configured, allowed, priced. */
public final class ModelResolver {

  /** Who answers in mock mode where nobody is named. */
  public static final ModelId MOCK = new ModelId("mock", "mock");

  private final Providers providers;
  private final PriceList prices;
  private final Settings.ModeSetting mode;
  private final Clock clock;
  private final RequestCheck requests;

  public ModelResolver(
      Providers providers, PriceList prices, Settings.ModeSetting mode, Clock clock) {
    this.providers = providers;
    this.prices = prices;
    this.mode = mode;
    this.requests = new RequestCheck(providers);
    this.clock = clock;
  }

  /** What a batch accepted now gets. */
  public Mode mode() {
    return switch (mode) {
      case AUTO -> providers.configured().isEmpty() ? Mode.MOCK : Mode.REAL;
      case REAL -> Mode.REAL;
      case MOCK -> Mode.MOCK;
    };
  }

  /**
   * The options with debaters and judge filled in.
   *
   * @throws RejectedFileException if a model is not configured, not allowed or has no price
   * @throws org.batchrunner.task.options.InvalidOptionException if options don't go together
   */
  Options resolve(Options options) {
    Options resolved = withModels(options);
    OptionCheck.check(resolved);
    Set<ModelId> models = new LinkedHashSet<>(called(resolved));
    resolved.when().forEach(when -> models.addAll(called(resolved.with(when.set()))));
    check(models, resolved.allowedModels());
    requests.check(resolved);
    resolved.when().forEach(when -> requests.check(resolved.with(when.set())));
    return resolved;
  }

  /** What is wrong with lines that are requests themselves. */
  public TaskFile.TaskCheck check(Options options) {
    LineCheck lines = new LineCheck(this, options);
    return task -> {
      String wrong = lines.wrong(task);
      return wrong == null ? requests.wrong(options, task) : wrong;
    };
  }

  /**
   * The mode whose prices a plan has: a price needs no key, so models that are named are priced in
   * mock mode too.
   *
   * @param resolved options with debaters and judge filled in
   * @throws RejectedFileException if a model that is named has no price
   */
  public Mode pricedAs(Options resolved) {
    Set<ModelId> models = new LinkedHashSet<>(called(resolved));
    resolved.when().forEach(when -> models.addAll(called(resolved.with(when.set()))));
    boolean named =
        models.stream().noneMatch(model -> model.provider().equals(MOCK.provider()))
            && models.stream().allMatch(model -> providers.knows(model.provider()));
    if (mode() == Mode.REAL || !named) {
      return mode();
    }
    checkPrices(models);
    return Mode.REAL;
  }

  private Options withModels(Options options) {
    Map<String, Object> filled = new LinkedHashMap<>();
    List<ModelId> debaters = options.debaters();
    if (debaters.isEmpty()) {
      debaters = byDefault(options.allowedModels());
      filled.put(Option.DEBATERS.key(), debaters.stream().map(ModelId::toString).toList());
    }
    if (options.judge().isEmpty()) {
      filled.put(Option.JUDGE.key(), debaters.get(0).toString());
      if (!options.when().isEmpty()) {
        filled.put(
            Option.WHEN.key(), options.when().stream().map(ModelResolver::withJudge).toList());
      }
    }
    return options.with(filled);
  }

  /** Other debaters have another first one, who judges. */
  private static Map<String, Object> withJudge(OptionOverride when) {
    Map<String, Object> set = new LinkedHashMap<>(when.set());
    List<ModelId> debaters = Options.of(set).debaters();
    if (!debaters.isEmpty()) {
      set.putIfAbsent(Option.JUDGE.key(), debaters.get(0).toString());
    }
    return Map.of("match", when.match().pattern(), "set", set);
  }

  private List<ModelId> byDefault(List<String> allowed) {
    if (mode() == Mode.MOCK) {
      return List.of(MOCK);
    }
    List<ModelId> models = new ArrayList<>();
    for (ProviderSettings provider : providers.configured()) {
      provider.models().stream()
          .map(model -> new ModelId(provider.name(), model))
          .filter(
              model ->
                  allowed.isEmpty()
                      || ModelPatterns.of(Option.ALLOWED_MODELS, allowed).matches(model))
          .findFirst()
          .ifPresent(models::add);
    }
    if (models.isEmpty()) {
      throw new RejectedFileException(
          "no model to ask: no configured provider has one that allowed-models permits; set"
              + " OPENAI_API_KEY, ANTHROPIC_API_KEY or GOOGLE_API_KEY, or name debaters");
    }
    return models;
  }

  static List<ModelId> called(Options options) {
    List<ModelId> models = new ArrayList<>(options.debaters());
    if (models.isEmpty()) {
      throw new RejectedFileException(
          "debaters in a when names nobody; name a model, or leave it out");
    }
    if (options.workflow() == Workflow.SINGLE) {
      return models.subList(0, 1);
    }
    if (options.workflow() == Workflow.DEBATE) {
      options.judge().ifPresent(models::add);
    }
    return models;
  }

  /** Whether a request as OpenAI takes it can be sent there. */
  boolean takesRequests(String provider) {
    return mode() == Mode.MOCK
        || providers.configured().stream()
            .anyMatch(known -> known.name().equals(provider) && known.api() == Api.OPENAI);
  }

  /**
   * @throws RejectedFileException if a model is not configured, not allowed or has no price
   */
  public void check(Collection<ModelId> models, List<String> allowed) {
    List<ModelId> forbidden =
        models.stream()
            .filter(
                model ->
                    !allowed.isEmpty()
                        && !ModelPatterns.of(Option.ALLOWED_MODELS, allowed).matches(model))
            .toList();
    if (!forbidden.isEmpty()) {
      throw new RejectedFileException(
          "allowed-models does not permit %s; change debaters and judge, or allow them"
              .formatted(names(forbidden)));
    }
    if (mode() == Mode.MOCK) {
      return;
    }
    List<ModelId> unconfigured =
        models.stream().filter(model -> !configured(model.provider())).toList();
    if (!unconfigured.isEmpty()) {
      throw new RejectedFileException(
          "the provider of %s is not configured; set its API key or base-url, see docs/models.md"
              .formatted(names(unconfigured)));
    }
    checkPrices(models);
  }

  private void checkPrices(Collection<ModelId> models) {
    List<ModelId> unbounded =
        models.stream().filter(model -> !TokenBound.covers(model.model())).toList();
    if (!unbounded.isEmpty()) {
      throw new RejectedFileException(
          "%s can't be asked: searches cost fees and tokens that no cap could hold; name other models"
              .formatted(names(unbounded)));
    }
    LocalDate today = LocalDate.now(clock);
    List<ModelId> unpriced =
        models.stream()
            .filter(model -> prices.find(model.provider(), model.model(), today).isEmpty())
            .toList();
    if (!unpriced.isEmpty()) {
      throw new RejectedFileException(
          "no price is known for %s; add it to the price file (batch-runner.prices), with 0 for a"
                  .formatted(names(unpriced))
              + " local model: without a price no cap can hold");
    }
  }

  private boolean configured(String provider) {
    return providers.configured().stream().anyMatch(known -> known.name().equals(provider));
  }

  private static String names(List<ModelId> models) {
    return String.join(", ", models.stream().map(ModelId::toString).toList());
  }

  /** A request as it is names its model itself. */
  public static ModelId named(Task task, ModelId debater) {
    return task.body() != null
            && Json.read(task.body(), Map.class).get("model") instanceof String name
        ? new ModelId(debater.provider(), name)
        : debater;
  }
}
