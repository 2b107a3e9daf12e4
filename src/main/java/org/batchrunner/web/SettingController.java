package org.batchrunner.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.batchrunner.batch.accept.DefaultOptions;
import org.batchrunner.config.Settings;
import org.batchrunner.intake.OptionSets;
import org.batchrunner.provider.ProviderSettings;
import org.batchrunner.provider.Providers;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lists the settings in force, and where each one comes from. */
@RestController
final class SettingController {

  private final Settings settings;
  private final Providers providers;
  private final DefaultOptions defaults;
  private final OptionSets sets;
  private final SettingSources sources;
  private final AccessToken access;

  SettingController(
      Settings settings,
      Providers providers,
      DefaultOptions defaults,
      OptionSets sets,
      ConfigurableEnvironment environment,
      AccessToken access) {
    this.settings = settings;
    this.providers = providers;
    this.defaults = defaults;
    this.sets = sets;
    this.access = access;
    this.sources = new SettingSources(environment);
  }

  /**
   * @param value the value; null if there is none
   * @param source where the value comes from, in words for the user
   * @param secret whether the value is secret, so that {@code value} is only {@code present} or
   *     null
   */
  record Setting(String key, @Nullable Object value, String source, boolean secret) {}

  @GetMapping("/api/settings")
  List<Setting> list() throws IOException {
    List<Setting> all = new ArrayList<>();
    add(all, "home", settings.home());
    add(all, "inbox", settings.inbox());
    add(all, "outbox", settings.outbox());
    add(all, "data", settings.data());
    add(all, "templates", settings.templates());
    add(all, "mode", RequestParams.name(settings.mode()));
    add(all, "prices", prices());
    add(all, "max-batches", settings.maxBatches());
    add(all, "inbox-ready", RequestParams.name(settings.inboxReady()));
    add(all, "settle-time", settings.settleTime());
    add(all, "shutdown-timeout", settings.shutdownTimeout());
    add(all, "lease", settings.lease());
    add(all, "dispatch", settings.dispatch());
    add(all, "web.max-upload", settings.web().maxUpload());
    add(all, "web.folders", folders());
    addSecret(all, "web.token", access.token());
    add(all, "ledger.username", settings.ledger().username());
    // An address may carry a password.
    addSecret(all, "ledger.url", settings.ledger().url());
    addSecret(all, "ledger.password", settings.ledger().password());
    for (ProviderSettings provider : providers.all()) {
      String prefix = "providers." + provider.name() + ".";
      add(all, prefix + "api", provider.api().wire());
      add(all, prefix + "base-url", ProviderJson.withoutSecrets(provider.baseUrl()));
      addSecret(all, prefix + "api-key", provider.apiKey());
      add(all, prefix + "models", String.join(", ", provider.models()));
      add(all, prefix + "max-in-flight", provider.maxInFlight());
      add(all, prefix + "requests-per-minute", provider.requestsPerMinute());
      add(all, prefix + "tokens-per-minute", provider.tokensPerMinute());
      add(all, prefix + "timeout", provider.timeout());
    }
    for (Map.Entry<String, Object> option : defaults.options(sets).toMap().entrySet()) {
      add(all, "defaults." + option.getKey(), option.getValue());
    }
    return all;
  }

  private @Nullable String folders() {
    List<String> folders = settings.web().folders().stream().map(Path::toString).toList();
    return folders.isEmpty() ? null : String.join(", ", folders);
  }

  /** Returns the price file in force; null if the built-in prices are used. */
  private @Nullable Path prices() {
    Path file = settings.priceFile();
    return Files.exists(file) ? file : null;
  }

  private void add(List<Setting> all, String key, @Nullable Object value) {
    boolean plain = value == null || value instanceof Number || value instanceof Boolean;
    String name = "batch-runner." + key;
    all.add(
        new Setting(name, plain ? value : String.valueOf(value), sources.sourceOf(name), false));
  }

  private void addSecret(List<Setting> all, String key, @Nullable String value) {
    boolean present = value != null && !value.isBlank();
    String name = "batch-runner." + key;
    all.add(new Setting(name, present ? "present" : null, sources.sourceOf(name), true));
  }
}
