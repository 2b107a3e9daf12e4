package org.batchrunner.provider;

import com.fasterxml.jackson.databind.JsonNode;
import org.batchrunner.money.Tokens;
import org.jspecify.annotations.Nullable;

/** Reads the usage in OpenAI's fields and in those that compatible servers use. */
final class OpenAiUsage {

  private static final String CACHED = "cached_tokens";
  private static final String CREATED = "cache_creation_input_tokens";
  private static final String HOUR = "ephemeral_1h_input_tokens";

  private OpenAiUsage() {}

  static @Nullable Tokens tokens(JsonNode reply, UsageCounts counts) {
    JsonNode usage = usage(reply);
    long prompt = counts.of(usage, "prompt_tokens");
    // Servers with Anthropic's names count what is cached apart, as Anthropic does.
    boolean apart = prompt < 0 && usage.hasNonNull("input_tokens");
    if (apart) {
      prompt = counts.of(usage, "input_tokens");
    }
    long completion = counts.first(usage, "completion_tokens", "output_tokens");
    long total = counts.of(usage, "total_tokens");
    long read = read(usage, counts);
    long written = written(usage, counts);
    long miss = counts.orZero(usage, "prompt_cache_miss_tokens");
    if (prompt < 0 && miss > 0) {
      prompt = read + miss;
    }
    if (prompt < 0 && completion >= 0) {
      prompt = counts.promptOfTotal(total - completion);
    }
    if (completion < 0 && prompt >= 0) {
      completion = counts.outputOfTotal(total - prompt);
    }
    if (counts.broken() || prompt <= 0 || completion < 0) {
      return null;
    }
    // More cached tokens than tokens: these servers count them apart, too.
    apart = read + written > prompt || (apart && isAnthropic(usage));
    long plain = Math.max(miss, apart ? prompt : prompt - read - written);
    long hour = Math.min(written, hour(usage, counts));
    long reasoning = reasoning(usage, counts);
    long certain = reasoning > completion ? completion + reasoning : completion;
    // Tokens of the total that are in no part, and reasoning that is not in the completion.
    long output = counts.output(certain, total - plain - read - written);
    return counts.broken() ? null : new Tokens(plain, read, written - hour, hour, output);
  }

  /** Some have it in the choice. */
  private static JsonNode usage(JsonNode reply) {
    JsonNode usage = reply.path("usage");
    return usage.isObject() ? usage : reply.path("choices").path(0).path("usage");
  }

  private static JsonNode details(JsonNode usage) {
    JsonNode details = usage.path("prompt_tokens_details");
    return details.isObject() ? details : usage.path("input_tokens_details");
  }

  private static boolean isAnthropic(JsonNode usage) {
    return usage.hasNonNull("cache_read_input_tokens") || usage.hasNonNull(CREATED);
  }

  /** OpenAI and most; DeepSeek, Moonshot, xAI and gateways to Anthropic have their own. */
  private static long read(JsonNode usage, UsageCounts counts) {
    return Math.max(
        counts.most(details(usage), CACHED, "cache_read_tokens", "cache_read_input_tokens"),
        counts.most(
            usage,
            CACHED,
            "prompt_cache_hit_tokens",
            "cached_prompt_text_tokens",
            "num_cached_tokens",
            "cache_read_input_tokens"));
  }

  private static long written(JsonNode usage, UsageCounts counts) {
    return Math.max(
        counts.most(details(usage), "cache_write_tokens", "cache_creation_tokens", CREATED),
        counts.most(usage, CREATED));
  }

  private static long hour(JsonNode usage, UsageCounts counts) {
    return Math.max(
        counts.orZero(usage.path("cache_creation"), HOUR),
        Math.max(
            counts.orZero(details(usage).path("cache_creation"), HOUR),
            counts.orZero(details(usage).path("cache_creation_token_details"), HOUR)));
  }

  private static long reasoning(JsonNode usage, UsageCounts counts) {
    return Math.max(
        counts.orZero(usage.path("completion_tokens_details"), "reasoning_tokens"),
        Math.max(
            counts.orZero(usage.path("output_tokens_details"), "reasoning_tokens"),
            counts.orZero(usage, "reasoning_tokens")));
  }
}
