package org.batchrunner.workflow.redaction;

import com.google.re2j.Pattern;

/**
 * A pattern of a rule.
 *
 * @param pattern RE2
 * @param atStart the same, at the text's start only: RE2/J gives up early on that, and else tries
 *     every place even where it is asked for the first only
 * @param wordStart whether it begins with {@code \b}
 */
record RulePattern(Pattern pattern, Pattern atStart, boolean wordStart) {

  /**
   * @throws com.google.re2j.PatternSyntaxException if it is no RE2 pattern
   */
  static RulePattern of(String text) {
    return new RulePattern(
        Pattern.compile(text), Pattern.compile("\\A(?:" + text + ")"), text.startsWith("\\b"));
  }

  /** Returns whether a word may have to begin at a place, and none does. */
  boolean isBarred(String text, int place) {
    return wordStart && place > 0 && isWord(text.charAt(place - 1)) && isWord(text.charAt(place));
  }

  private static boolean isWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }
}
