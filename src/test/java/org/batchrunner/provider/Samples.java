package org.batchrunner.provider;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What tests of this package need again and again. */
public final class Samples {

  public static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private Samples() {}

  public static ProviderSettings openAi() {
    return settings("openai", Api.OPENAI, "https://api.openai.com/v1", "sk-test-0123456789");
  }

  public static ProviderSettings anthropic() {
    return settings(
        "anthropic", Api.ANTHROPIC, "https://api.anthropic.com/v1", "sk-ant-0123456789");
  }

  static ProviderSettings google() {
    return settings(
        "google",
        Api.GEMINI,
        "https://generativelanguage.googleapis.com/v1beta",
        "AIza0123456789abcdef");
  }

  static ProviderSettings settings(String name, Api api, String baseUrl, @Nullable String key) {
    return new ProviderSettings(
        name,
        api,
        URI.create(baseUrl),
        key,
        List.of("m"),
        1000,
        null,
        null,
        Duration.ofSeconds(120));
  }

  static DecodedReply decode(Api api, String body) throws UnreadableReplyException {
    return api.decode(bytes(body), Map.of(), "asked");
  }

  static CallFailure outcome(Api api, int status, Map<String, String> headers, String body) {
    return Classification.of(api, status, headers, bytes(body), NOW);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
