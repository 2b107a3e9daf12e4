package org.batchrunner.provider;

import com.knuddels.jtokkit.api.Encoding;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How many tokens fewer than bytes the texts of a prompt have. Counting takes about a millisecond
 * for ten thousand characters, so it is done where it pays, and not for texts that take longer.
 */
final class TextTokens {

  /** Below, counting saves next to nothing of what is held. */
  static final int LEAST_BYTES = 2_000;

  /** Above, it would hold up the batch. */
  static final int MOST_BYTES = 400_000;

  /** The longest run of letters, of spaces or of other characters that is counted. */
  static final int LONGEST_RUN = 300;

  /** One in so many is added, since tokenizers know different versions of Unicode. */
  private static final int MARGIN = 32;

  private TextTokens() {}

  /**
   * @param texts each as it stands once in the request; null for none
   * @return what a bound that counts each byte as a token can be lowered by; 0 or more
   */
  static long fewer(Encoding encoding, @Nullable String... texts) {
    long bytes = 0;
    for (String text : texts) {
      bytes += text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }
    if (bytes < LEAST_BYTES || bytes > MOST_BYTES) {
      return 0;
    }
    long tokens = 0;
    for (String text : texts) {
      if (text != null) {
        if (longestRun(text) > LONGEST_RUN) {
          return 0;
        }
        tokens += encoding.countTokensOrdinary(text);
      }
    }
    return Math.max(0, bytes - tokens - tokens / MARGIN);
  }

  private static int longestRun(String text) {
    int longest = 0;
    int run = 0;
    int before = -1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int kind = Character.isWhitespace(c) ? 0 : Character.isLetterOrDigit(c) ? 1 : 2;
      run = kind == before ? run + 1 : 1;
      before = kind;
      longest = Math.max(longest, run);
    }
    return longest;
  }
}
