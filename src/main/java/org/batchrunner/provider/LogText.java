package org.batchrunner.provider;

import java.util.regex.Pattern;

/** Makes texts from outside fit for a log: one line, at most 300 characters, without keys. */
final class LogText {

  private static final int LONGEST = 300;

  /** Before anything is replaced, so that no text takes long. */
  private static final int LOOKED_AT = 2000;

  private static final Pattern KEYS =
      Pattern.compile(
          "(?i)\\b(?:sk|pk|rk|key|gsk|xai|hf|or)[-_][a-z0-9_*-]{6,}|\\bAIza[a-z0-9_-]{10,}|\\beyJ[a-z0-9_.-]{20,}"
              + "|(?<=\\bbearer )\\S+|(?<=[?&]key=)[^&\\s\"]+|\\b[a-f0-9]{32,}\\b");

  private static final Pattern SPACES = Pattern.compile("[\\s\\p{Cntrl}\\u0085\\u2028\\u2029]+");

  private LogText() {}

  static String line(String text) {
    String looked = text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text;
    String line = KEYS.matcher(SPACES.matcher(looked).replaceAll(" ")).replaceAll("[key]").strip();
    if (line.length() <= LONGEST) {
      return line;
    }
    int end = Character.isHighSurrogate(line.charAt(LONGEST - 2)) ? LONGEST - 2 : LONGEST - 1;
    return line.substring(0, end) + "…";
  }
}
