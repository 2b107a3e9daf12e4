package org.batchrunner.provider;

import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The providers that settings name. */
public final class Providers {

  public static final int MAX_IN_FLIGHT = 1000;
  public static final Duration TIMEOUT = Duration.ofSeconds(120);

  /** Those that are there by default, in the order that decides who comes first. */
  public static final List<ProviderSettings> DEFAULTS =
      List.of(
          vendor("openai", Api.OPENAI, "https://api.openai.com/v1", "gpt-4o-mini"),
          vendor("anthropic", Api.ANTHROPIC, "https://api.anthropic.com/v1", "claude-haiku-4-5"),
          vendor(
              "google",
              Api.GEMINI,
              "https://generativelanguage.googleapis.com/v1beta",
              "gemini-2.5-flash"));

  private static final List<String> ORDER = DEFAULTS.stream().map(ProviderSettings::name).toList();

  private final Map<String, ProviderSettings> byName = new LinkedHashMap<>();

  public Providers(Collection<ProviderSettings> providers) {
    providers.stream()
        .sorted(Comparator.comparingInt(Providers::place))
        .forEach(provider -> byName.put(provider.name(), provider));
  }

  private static ProviderSettings vendor(String name, Api api, String baseUrl, String model) {
    return new ProviderSettings(
        name, api, URI.create(baseUrl), null, List.of(model), MAX_IN_FLIGHT, null, null, TIMEOUT);
  }

  private static int place(ProviderSettings provider) {
    int place = ORDER.indexOf(provider.name());
    return place < 0 ? ORDER.size() : place;
  }

  static boolean isVendorsOwn(URI baseUrl) {
    return DEFAULTS.stream()
        .anyMatch(vendor -> String.valueOf(vendor.baseUrl().getHost()).equals(baseUrl.getHost()));
  }

  /** All, configured or not. */
  public List<ProviderSettings> all() {
    return List.copyOf(byName.values());
  }

  /** Those that can be asked: openai, anthropic, google, then the others as settings list them. */
  public List<ProviderSettings> configured() {
    return byName.values().stream().filter(ProviderSettings::configured).toList();
  }

  /** Returns whether the settings name this provider; it may have no key. */
  public boolean knows(String name) {
    return byName.containsKey(name);
  }

  /**
   * @throws IllegalArgumentException if there is none of this name
   */
  public ProviderSettings get(String name) {
    ProviderSettings provider = byName.get(name);
    if (provider == null) {
      throw new IllegalArgumentException(
          "there is no provider '%s'; the settings name %s (batch-runner.providers)"
              .formatted(name, String.join(", ", byName.keySet())));
    }
    return provider;
  }
}
