package org.batchrunner.intake;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

/**
 * What a line of Markdown is, taken by itself.
 *
 * @param text without list markers, task boxes and quote marks
 * @param item whether it had a list marker
 */
record MarkdownLine(Kind kind, String text, boolean item) {

  enum Kind {
    BLANK,
    HEADING,
    /** {@code ---}, also the underline of a heading. */
    RULE,
    /** {@code ===}: an underline or nothing. */
    UNDERLINE,
    /** The first or last line of a block of code. */
    FENCE,
    /** The first line of a comment. */
    COMMENT,
    TEXT
  }

  private static final Pattern QUOTES = Pattern.compile("^(?:\\s*>)*\\s*");
  private static final Pattern MARKERS =
      Pattern.compile("^(?:\\s*(?:[-*+]|\\d{1,9}[.)])(?:\\s+|$))+");
  private static final Pattern BOX = Pattern.compile("^\\[[ xX]\\](?:\\s+|$)");
  private static final Pattern HEADING = Pattern.compile("^#{1,6}(?:\\s|$)");
  private static final Pattern RULE =
      Pattern.compile("^(?:(?:-[ \\t]*){3,}|(?:\\*[ \\t]*){3,}|(?:_[ \\t]*){3,})$");
  private static final Pattern FENCE = Pattern.compile("^(?:`{3,}[^`]*|~{3,}.*)$");

  static MarkdownLine of(String line) {
    String text = line.substring(end(QUOTES, line)).strip();
    if (RULE.matches(text)) {
      return new MarkdownLine(Kind.RULE, text, false);
    }
    int markers = end(MARKERS, text);
    boolean item = markers > 0;
    text = text.substring(markers);
    Matcher box = BOX.matcher(text);
    if (item && box.find()) {
      text = text.substring(box.end());
    }
    return new MarkdownLine(kind(text), text, item);
  }

  private static int end(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.end() : 0;
  }

  private static Kind kind(String text) {
    if (Texts.isBlank(text)) {
      return Kind.BLANK;
    }
    if (HEADING.matcher(text).find()) {
      return Kind.HEADING;
    }
    if (FENCE.matches(text)) {
      return Kind.FENCE;
    }
    if (text.startsWith("<!--")) {
      return Kind.COMMENT;
    }
    return text.chars().allMatch(c -> c == '=') ? Kind.UNDERLINE : Kind.TEXT;
  }

  /** Whether this fence closes a block that the other one opened. */
  boolean closes(MarkdownLine opening) {
    String mark = opening.text.substring(0, 1);
    return text.chars().allMatch(c -> c == mark.charAt(0))
        && text.length() >= opening.fenceLength();
  }

  private int fenceLength() {
    int length = 0;
    while (length < text.length() && text.charAt(length) == text.charAt(0)) {
      length++;
    }
    return length;
  }
}
