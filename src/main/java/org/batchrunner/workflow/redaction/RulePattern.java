package org.batchrunner.workflow.redaction;

import com.google.re2j.Pattern;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of a rule, in RE2 syntax. It is compiled when it is first used: most patterns never
 * are, since no text has their rule's anchors.
 */
final class RulePattern {

  private final String text;
  private final boolean wordStart;

  /** Threads that come at the same time may each compile it; the outcome is the same. */
  private volatile @Nullable Pattern anywhere;

  private volatile @Nullable Pattern atStart;

  RulePattern(String text) {
    this.text = text;
    this.wordStart = text.startsWith("\\b");
  }

  /**
   * @throws com.google.re2j.PatternSyntaxException if it is no RE2 pattern
   */
  Pattern anywhere() {
    Pattern compiled = anywhere;
    if (compiled == null) {
      compiled = Pattern.compile(text);
      anywhere = compiled;
    }
    return compiled;
  }

  /**
   * The same, at the text's start only: RE2/J gives up early on that, and else tries every place
   * even where it is asked for the first only.
   */
  Pattern atStart() {
    Pattern compiled = atStart;
    if (compiled == null) {
      compiled = Pattern.compile("\\A(?:" + text + ")");
      atStart = compiled;
    }
    return compiled;
  }

  /** A text that each match holds, case aside. */
  Optional<String> required() {
    return RequiredText.of(text);
  }

  /** Returns whether a word may have to begin at a place, and none does. */
  boolean isBarred(String searched, int place) {
    return wordStart
        && place > 0
        && isWord(searched.charAt(place - 1))
        && isWord(searched.charAt(place));
  }

  private static boolean isWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }
}
