package org.batchrunner.workflow;

import java.util.List;

/**
 * Finds quotations: text between matched quotation marks ({@code “ ”}, {@code „ “}, {@code « »},
 * straight ones that stand as an opening and a closing mark), and block quotes ({@code >}).
 * Apostrophes, inch marks and code are none.
 */
final class Quotations {

  /** Each quotation begins with one of these. */
  private static final String OPENING = "\"“„«»>";

  private Quotations() {}

  /**
   * Words of the longest quotation, or 0 if none has {@code least} words. Most texts need not be
   * read for that: they have no mark that could begin a quotation, or too few characters. Two
   * characters, a letter and an ideograph, make one and a half words, and no others make more.
   */
  static int longest(String text, int least) {
    if (3L * text.length() < 4L * least
        || OPENING.chars().noneMatch(mark -> text.indexOf(mark) >= 0)) {
      return 0;
    }
    int longest = longest(text);
    return longest < least ? 0 : longest;
  }

  /** Words of the longest quotation. */
  static int longest(String text) {
    List<String> lines = MarkdownProse.of(text).lines();
    return Math.max(longestBlock(lines), longestMarked(String.join("\n", lines)));
  }

  private static int longestBlock(List<String> lines) {
    int longest = 0;
    int words = 0;
    for (String line : lines) {
      String content = line.stripLeading();
      boolean quoted = content.startsWith(">") && line.length() - content.length() <= 3;
      words = quoted ? words + WordCount.count(content) : 0;
      longest = Math.max(longest, words);
    }
    return longest;
  }

  private static int longestMarked(String text) {
    int longest = 0;
    int open = -1;
    String closing = "";
    for (int at = 0; at < text.length(); at++) {
      if (open >= 0 && closing.indexOf(text.charAt(at)) >= 0 && closes(text, at)) {
        longest = Math.max(longest, WordCount.count(text.substring(open + 1, at)));
        open = -1;
      } else {
        String closedBy = closedBy(text, at);
        if (!closedBy.isEmpty() && !(open >= 0 && startsParagraph(text, at))) {
          open = at;
          closing = closedBy;
        }
      }
    }
    return longest;
  }

  /** The marks that close what this one opens; empty if it opens nothing. */
  private static String closedBy(String text, int at) {
    return switch (text.charAt(at)) {
      case '“' -> "”";
      case '„' -> "“”";
      case '«' -> "»";
      case '"' -> opens(text, at) ? "\"" : "";
      case '»' -> opens(text, at) ? "«" : "";
      default -> "";
    };
  }

  private static boolean opens(String text, int at) {
    boolean before = at == 0 || " \t\n([{—–-:>*_".indexOf(text.charAt(at - 1)) >= 0;
    return before && at + 1 < text.length() && !Character.isWhitespace(text.charAt(at + 1));
  }

  /** A straight mark closes only between a character that is no space and the end of a word. */
  private static boolean closes(String text, int at) {
    return text.charAt(at) != '"'
        || (at > 0
            && !Character.isWhitespace(text.charAt(at - 1))
            && (at + 1 == text.length() || !Character.isLetterOrDigit(text.charAt(at + 1))));
  }

  /** In a quotation of several paragraphs, each paragraph begins with an opening quotation mark. */
  private static boolean startsParagraph(String text, int at) {
    return at == 0 || text.charAt(at - 1) == '\n';
  }
}
