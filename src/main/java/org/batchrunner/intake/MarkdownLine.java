package org.batchrunner.intake;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

/**
 * The kind of a line of Markdown, regardless of the lines around it.
 *
 * @param text without list markers, task boxes and quote marks
 * @param item whether it had a list marker
 * @param indent the spaces before its text, behind the quote marks
 * @param quotes how many quote marks it had
 */
record MarkdownLine(Kind kind, String text, boolean item, int indent, int quotes) {

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
    /** Tags and nothing else. */
    HTML,
    /** The first line of an element that is no text, such as a summary. */
    HTML_BLOCK,
    /** An image, what a link or a footnote refers to, the line below a table's header. */
    OTHER,
    TEXT
  }

  private static final int TAB = 4;
  private static final int ITEM_INDENT = 2;
  private static final Pattern QUOTES = Pattern.compile("^(?:\\s*>)*\\s*");
  private static final Pattern MARKERS =
      Pattern.compile("^(?:\\s*(?:[-*+]|\\d{1,9}[.)])(?:\\s+|$))+");
  private static final Pattern BOX = Pattern.compile("^\\[[ xX]\\](?:\\s+|$)");
  private static final Pattern HEADING = Pattern.compile("^#{1,6}(?:\\s|$)");
  private static final Pattern RULE =
      Pattern.compile("^(?:(?:-[ \\t]*){3,}|(?:\\*[ \\t]*){3,}|(?:_[ \\t]*){3,})$");
  private static final Pattern SUMMARY =
      Pattern.compile("(?i)<summary(?:\\s[^<>]*)?>.*?</summary>");
  private static final Pattern TAGS =
      Pattern.compile("^(?:\\s*</?[A-Za-z][A-Za-z0-9-]*(?:\\s[^<>]*)?/?>)+\\s*$");
  private static final Pattern BLOCK =
      Pattern.compile("(?i)^(?:<details[^<>]*>\\s*)?<(summary|script|style)(?:\\s[^<>]*)?>");
  private static final Pattern IMAGES =
      Pattern.compile(
          "^(?:\\s*(?:!\\[[^\\]]*\\](?:\\([^)]*\\)|\\[[^\\]]*\\])"
              + "|\\[!\\[[^\\]]*\\]\\([^)]*\\)\\](?:\\([^)]*\\)|\\[[^\\]]*\\])))+\\s*$");
  private static final Pattern REFERENCE =
      Pattern.compile(
          "^\\[(?:\\^[^\\]]+\\]:.*|[^\\]\\[]+\\]:\\s*(?:<[^<>]*>|\\S*[:/#.]\\S*)"
              + "(?:\\s+(?:\"[^\"]*\"|'[^']*'|\\([^)]*\\)))?\\s*)$");
  private static final Pattern FENCE = Pattern.compile("^(?:`{3,}[^`]*|~{3,}.*)$");

  static MarkdownLine of(String line) {
    int quoted = line.lastIndexOf('>', end(QUOTES, line) - 1) + 1;
    int quotes = (int) line.substring(0, quoted).chars().filter(c -> c == '>').count();
    int indent = indent(line, quoted) - (quotes > 0 ? 1 : 0);
    String text = line.substring(end(QUOTES, line)).strip();
    if (RULE.matches(text)) {
      return new MarkdownLine(Kind.RULE, text, false, indent, quotes);
    }
    int markers = end(MARKERS, text);
    boolean item = markers > 0;
    text = text.substring(markers);
    Matcher box = BOX.matcher(text);
    if (item && box.find()) {
      text = text.substring(box.end());
    }
    return new MarkdownLine(kind(text), text, item, indent, quotes);
  }

  private static int indent(String line, int from) {
    int indent = 0;
    for (int i = from; i < line.length() && Character.isWhitespace(line.charAt(i)); i++) {
      indent += line.charAt(i) == '\t' ? TAB : 1;
    }
    return indent;
  }

  /** Returns whether the line continues a list item: it is below it, and indented. */
  boolean goesOn(MarkdownLine item) {
    return kind == Kind.TEXT && !this.item && quotes == item.quotes && indent >= ITEM_INDENT;
  }

  /** The element that a line of the kind {@code HTML_BLOCK} begins. */
  String element() {
    Matcher block = BLOCK.matcher(text);
    return block.find() ? block.group(1) : "";
  }

  private static int end(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.end() : 0;
  }

  private static Kind kind(String text) {
    if (PlainText.isBlank(text)) {
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
    if (text.startsWith("<")) {
      Kind html = html(text);
      if (html != Kind.TEXT) {
        return html;
      }
    }
    if (IMAGES.matches(text) || REFERENCE.matches(text) || MarkdownTable.isSeparator(text)) {
      return Kind.OTHER;
    }
    return text.chars().allMatch(c -> c == '=') ? Kind.UNDERLINE : Kind.TEXT;
  }

  private static Kind html(String text) {
    String rest = SUMMARY.matcher(text).replaceAll("");
    if (rest.isBlank() || TAGS.matches(rest)) {
      return BLOCK.matcher(rest).find() ? Kind.HTML_BLOCK : Kind.HTML;
    }
    return BLOCK.matcher(rest).find() ? Kind.HTML_BLOCK : Kind.TEXT;
  }

  /** Returns whether this fence closes a block that the other one opened. */
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
