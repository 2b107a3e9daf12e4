package org.batchrunner.web;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.io.IOException;
import java.util.List;
import org.batchrunner.provider.ProviderSettings;
import org.batchrunner.provider.Providers;
import org.batchrunner.provider.limits.ProviderLimits;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Shows the providers and the state of their limits, tests their keys, and saves keys. */
@RestController
final class ProviderController {

  private final Providers providers;
  private final ProviderLimits pace;
  private final ApiKeyStore keys;
  private final ModelLists lists;
  private final ApplicationEventPublisher events;

  ProviderController(
      Providers providers,
      ProviderLimits pace,
      ApiKeyStore keys,
      ModelLists lists,
      ApplicationEventPublisher events) {
    this.providers = providers;
    this.pace = pace;
    this.keys = keys;
    this.lists = lists;
    this.events = events;
  }

  /** A key to test; without it, the key that is set is tested. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Trial(@Nullable String apiKey) {

    /** Leaves out the key. */
    @Override
    public String toString() {
      return "Trial[]";
    }
  }

  /**
   * A key to save.
   *
   * @param agree whether the user agrees that it is written to {@code .env}
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record Kept(@Nullable String apiKey, boolean agree) {

    /** Leaves out the key. */
    @Override
    public String toString() {
      return "Kept[]";
    }
  }

  /** What was done, and whether the program restarts now, which takes a few seconds. */
  record Restarting(String message, boolean restarting) {}

  @GetMapping("/api/providers")
  List<ProviderJson> list() {
    return providers.all().stream().map(provider -> ProviderJson.of(provider, pace)).toList();
  }

  /** Asks a provider for the list of its models, which costs nothing. */
  @PostMapping("/api/providers/{name}/test")
  ModelLists.Listed test(
      @PathVariable String name, @RequestBody(required = false) @Nullable Trial trial) {
    ProviderSettings provider = provider(name);
    String key = trial == null || trial.apiKey() == null ? "" : trial.apiKey().strip();
    if (key.isEmpty()) {
      return lists.list(provider);
    }
    if (!ApiKeyStore.isKey(key)) {
      throw ApiProblem.unprocessable("This is not a key: it has characters that no key has");
    }
    return lists.list(with(provider, key));
  }

  /** Saves the key of a provider in {@code .env}; then the program restarts at the same address. */
  @PutMapping("/api/providers/{name}/key")
  Restarting keep(@PathVariable String name, @RequestBody Kept kept) throws IOException {
    ProviderSettings provider = provider(name);
    if (!kept.agree()) {
      throw ApiProblem.unprocessable(
          "The key is saved in the file .env only if you agree; send \"agree\": true");
    }
    keys.keep(provider, kept.apiKey() == null ? "" : kept.apiKey().strip());
    events.publishEvent(new RestartRequested(this));
    return new Restarting(
        "The key of %s was saved in .env, which only you can read; the program restarts, which takes a few seconds"
            .formatted(name),
        true);
  }

  private ProviderSettings provider(String name) {
    return providers.all().stream()
        .filter(provider -> provider.name().equals(name))
        .findFirst()
        .orElseThrow(() -> ApiProblem.notFound("There is no provider " + name));
  }

  private static ProviderSettings with(ProviderSettings provider, String key) {
    return new ProviderSettings(
        provider.name(),
        provider.api(),
        provider.baseUrl(),
        key,
        provider.models(),
        provider.maxInFlight(),
        provider.requestsPerMinute(),
        provider.tokensPerMinute(),
        provider.timeout());
  }
}
