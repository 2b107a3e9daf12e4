package org.batchrunner.provider;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a provider is reached, and how fast it may be asked.
 *
 * @param name under {@code batch-runner.providers}
 * @param baseUrl of the API, with its version: {@code https://api.openai.com/v1}
 * @param apiKey null where none is needed
 * @param models the names of the models at the provider; the first is used if none is named
 * @param maxInFlight most calls at once
 * @param requestsPerMinute null for no limit
 * @param tokensPerMinute of prompts and the completions' limits; null for no limit
 * @param timeout for a whole reply
 * @param tokenizer of its models
 */
public record ProviderSettings(
    String name,
    Api api,
    URI baseUrl,
    @Nullable String apiKey,
    List<String> models,
    int maxInFlight,
    @Nullable Integer requestsPerMinute,
    @Nullable Integer tokensPerMinute,
    Duration timeout,
    Tokenizer tokenizer) {

  /** With the tokenizer that its models have by their names. */
  public ProviderSettings(
      String name,
      Api api,
      URI baseUrl,
      @Nullable String apiKey,
      List<String> models,
      int maxInFlight,
      @Nullable Integer requestsPerMinute,
      @Nullable Integer tokensPerMinute,
      Duration timeout) {
    this(
        name,
        api,
        baseUrl,
        apiKey,
        models,
        maxInFlight,
        requestsPerMinute,
        tokensPerMinute,
        timeout,
        Tokenizer.AUTO);
  }

  public ProviderSettings {
    models = List.copyOf(models);
    apiKey = apiKey == null || apiKey.isBlank() ? null : apiKey.strip();
    check(
        name,
        baseUrl.getScheme() != null && baseUrl.getRawAuthority() != null,
        "base-url",
        "an address such as https://api.openai.com/v1");
    check(name, maxInFlight >= 1, "max-in-flight", "a whole number from 1");
    check(
        name,
        requestsPerMinute == null || requestsPerMinute >= 1,
        "requests-per-minute",
        "a whole number from 1, or nothing for no limit");
    check(
        name,
        tokensPerMinute == null || tokensPerMinute >= 1,
        "tokens-per-minute",
        "a whole number from 1, or nothing for no limit");
    check(name, !timeout.isNegative() && !timeout.isZero(), "timeout", "a duration such as 120s");
  }

  private static void check(String name, boolean allowed, String key, String takes) {
    if (!allowed) {
      throw new IllegalArgumentException(
          "batch-runner.providers.%s.%s takes %s".formatted(name, key, takes));
    }
  }

  /** Returns whether it can be asked: it has a key, or an address of its own. */
  public boolean configured() {
    return apiKey != null || !Providers.isVendorsOwn(baseUrl);
  }

  /** Returns whether it is asked at the address of the vendor itself. */
  public boolean hasVendorsAddress() {
    return Providers.isVendorsOwn(baseUrl);
  }

  /**
   * Returns whether the address is OpenAI's own or Azure's, which know the newer names of fields.
   */
  boolean isOpenAiOrAzure() {
    String host = baseUrl.getHost() == null ? "" : baseUrl.getHost();
    return host.equalsIgnoreCase("api.openai.com") || isAzure();
  }

  boolean isAzure() {
    String host = baseUrl.getHost() == null ? "" : baseUrl.getHost();
    return host.toLowerCase(java.util.Locale.ROOT).endsWith(".azure.com");
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "ProviderSettings[%s %s %s]".formatted(name, api.wire(), baseUrl.getHost());
  }
}
