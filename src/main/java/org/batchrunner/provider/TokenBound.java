package org.batchrunner.provider;

import com.knuddels.jtokkit.api.Encoding;
import java.nio.charset.StandardCharsets;
import org.batchrunner.task.Prompt;

/**
 * Upper bounds of a prompt's tokens. Every tokenizer in use falls back to bytes, so no text has
 * more tokens than bytes; what vendors add around it has an allowance. Where the tokenizer is
 * known, the messages' texts are counted; pictures count by the model's rule for their size; all
 * else of the request stays a token a byte.
 */
public final class TokenBound {

  /** The allowance for roles, separators and the start of the reply. */
  private static final int ALLOWANCE = 256;

  /** The allowance for Anthropic's own instructions on the use of tools. */
  private static final int TOOLS = 1024;

  /**
   * Returns whether a picture or file has more tokens than its address, so that its size must be
   * known.
   */
  private static final int ATTACHMENT = 50_000;

  private static final byte[] IMAGE = "\"image_url\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FILE = "\"file_id\"".getBytes(StandardCharsets.US_ASCII);

  private TokenBound() {}

  /**
   * Returns whether the tokens of prompt and completion are all that a call costs; not so for
   * models that search the web.
   */
  public static boolean covers(String model) {
    return !ModelRules.hasFees(model);
  }

  /**
   * Upper bound for a request of which only the size is known, with a schema and without images.
   *
   * @param bytes upper bound of the request's bytes
   */
  public static long ofBytes(long bytes) {
    return bytes + ALLOWANCE + TOOLS;
  }

  /**
   * @param request the body of the prompt's request
   * @return most tokens that the vendor can count for it
   */
  public static long prompt(
      ProviderSettings provider, String model, byte[] request, Prompt prompt) {
    if (prompt.body() != null && provider.api() == Api.OPENAI && count(request, IMAGE) > 0) {
      Pictures.Apart apart = Pictures.of(model, request);
      return prompt(provider.api(), model, apart.rest()) + apart.tokens();
    }
    long bound = prompt(provider.api(), model, request);
    Encoding encoding =
        prompt.body() == null && request.length >= TextTokens.LEAST_BYTES
            ? Tokenizer.encoding(provider, model)
            : null;
    return encoding == null
        ? bound
        : bound - TextTokens.fewer(encoding, prompt.system(), PromptText.user(prompt));
  }

  /**
   * @param request the body as {@link Api#encode} made it
   * @return most tokens that the vendor can count for it
   */
  public static long prompt(Api api, String model, byte[] request) {
    long bound = (long) request.length + ALLOWANCE;
    return switch (api) {
      case ANTHROPIC -> bound + TOOLS;
      case OPENAI -> bound + (long) ATTACHMENT * (count(request, IMAGE) + count(request, FILE));
      case GEMINI -> bound;
    };
  }

  private static int count(byte[] text, byte[] word) {
    int found = 0;
    for (int at = 0; at <= text.length - word.length; at++) {
      if (text[at] == '"' && matches(text, at, word)) {
        found++;
      }
    }
    return found;
  }

  private static boolean matches(byte[] text, int at, byte[] word) {
    for (int i = 0; i < word.length; i++) {
      if (text[at + i] != word[i]) {
        return false;
      }
    }
    return true;
  }
}
