package org.batchrunner.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;
import org.batchrunner.task.Reply.Finish;

/**
 * Why a reply ended. The words for a complete reply are listed for each API; a reply with any other
 * word is reported as incomplete.
 *
 * @param word the provider's own; empty if the reply has none
 */
record FinishReason(Finish finish, String word) {

  private static final int LONGEST_WORD = 60;

  /** The words of OpenAI and of the many compatible servers. */
  private static final Words OPENAI =
      new Words(
          Set.of(
              "stop",
              "stop_sequence",
              "stop_token",
              "end_turn",
              "eos",
              "eos_token",
              "complete",
              "completed",
              "tool_calls",
              "tool_call",
              "tool_use",
              "function_call"),
          Set.of("length", "max_tokens", "max_output_tokens", "max_length", "model_length"),
          Set.of(
              "content_filter", "content_filtered", "safety", "sensitive", "guardrail_intervened"),
          Set.of("refusal"));

  private static final Words ANTHROPIC =
      new Words(
          Set.of("end_turn", "stop_sequence", "tool_use"),
          Set.of("max_tokens"),
          Set.of("content_filtered", "guardrail_intervened"),
          Set.of("refusal"));

  private static final Words GEMINI =
      new Words(
          Set.of("stop"),
          Set.of("max_tokens"),
          Set.of(
              "safety",
              "recitation",
              "language",
              "blocklist",
              "prohibited_content",
              "spii",
              "model_armor",
              "image_safety",
              "image_prohibited_content",
              "image_recitation"),
          Set.of());

  private record Words(
      Set<String> whole, Set<String> length, Set<String> filter, Set<String> refusal) {

    FinishReason of(String word) {
      String plain = word.strip().toLowerCase(Locale.ROOT);
      String shown = LogText.line(word.strip());
      return new FinishReason(
          finish(plain), shown.length() > LONGEST_WORD ? shown.substring(0, LONGEST_WORD) : shown);
    }

    private Finish finish(String plain) {
      if (whole.contains(plain)) {
        return Finish.STOP;
      }
      if (length.contains(plain)) {
        return Finish.LENGTH;
      }
      if (filter.contains(plain)) {
        return Finish.FILTER;
      }
      return refusal.contains(plain) ? Finish.REFUSAL : Finish.OTHER;
    }
  }

  /** A server that knows no such field has sent what it has; one that says null has not ended. */
  static FinishReason openAi(JsonNode word) {
    return word.isMissingNode() ? new FinishReason(Finish.STOP, "") : OPENAI.of(text(word));
  }

  static FinishReason anthropic(JsonNode word) {
    return word.isMissingNode() ? new FinishReason(Finish.STOP, "") : ANTHROPIC.of(text(word));
  }

  static FinishReason gemini(JsonNode word) {
    return GEMINI.of(text(word));
  }

  static FinishReason blocked(String why) {
    return new FinishReason(Finish.FILTER, LogText.line(why));
  }

  private static String text(JsonNode word) {
    return word.isNull() || word.isMissingNode() ? "" : word.asText();
  }
}
