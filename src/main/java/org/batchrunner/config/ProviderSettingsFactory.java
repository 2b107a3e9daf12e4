package org.batchrunner.config;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.batchrunner.config.Settings.ProviderSetting;
import org.batchrunner.provider.Api;
import org.batchrunner.provider.ProviderSettings;
import org.batchrunner.provider.Providers;
import org.batchrunner.provider.Tokenizer;
import org.jspecify.annotations.Nullable;

/** Creates the settings of all providers: the vendors first, then the user's own, by name. */
public final class ProviderSettingsFactory {

  private static final ProviderSetting NOTHING =
      new ProviderSetting(null, null, null, null, null, null, null, null, null);

  private ProviderSettingsFactory() {}

  public static List<ProviderSettings> all(Map<String, ProviderSetting> given) {
    Map<String, ProviderSettings> providers = new LinkedHashMap<>();
    for (ProviderSettings vendor : Providers.DEFAULTS) {
      providers.put(vendor.name(), provider(vendor.name(), given.get(vendor.name()), vendor));
    }
    given.keySet().stream()
        .sorted()
        .forEach(
            name -> providers.computeIfAbsent(name, own -> provider(own, given.get(own), null)));
    return List.copyOf(providers.values());
  }

  /**
   * @param vendor the defaults for what is not set; null for one of the user's own providers
   */
  private static ProviderSettings provider(
      String name, @Nullable ProviderSetting setting, @Nullable ProviderSettings vendor) {
    ProviderSetting given = setting == null ? NOTHING : setting;
    URI baseUrl =
        given.baseUrl() != null ? given.baseUrl() : vendor == null ? null : vendor.baseUrl();
    if (baseUrl == null) {
      throw new InvalidSettingException(
          "batch-runner.providers.%s.base-url is not set; it takes an address such as"
                  .formatted(name)
              + " http://localhost:11434/v1");
    }
    if (baseUrl.getRawUserInfo() != null) {
      throw new InvalidSettingException(
          "batch-runner.providers.%s.base-url has a user in it (user@host), which other programs may log;"
                  .formatted(name)
              + " remove it, and set the key as api-key");
    }
    Api api = given.api() != null ? given.api() : vendor == null ? Api.OPENAI : vendor.api();
    List<String> models =
        given.models() != null ? given.models() : vendor == null ? List.of() : vendor.models();
    try {
      return new ProviderSettings(
          name,
          api,
          baseUrl,
          given.apiKey(),
          models,
          Objects.requireNonNullElse(given.maxInFlight(), Providers.MAX_IN_FLIGHT),
          given.requestsPerMinute(),
          given.tokensPerMinute(),
          Objects.requireNonNullElse(given.timeout(), Providers.TIMEOUT),
          Objects.requireNonNullElse(given.tokenizer(), Tokenizer.AUTO));
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(String.valueOf(e.getMessage()));
    }
  }
}
