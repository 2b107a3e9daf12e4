package org.batchrunner.corpus;

/** Kinds of characters that folding and the search tell apart. */
final class Chars {

  private static final String HYPHENS = "-\u2010\u2011\u2012\u2013\u2212\uFE63\uFF0D";
  private static final String DASHES = "\u2014\u2015\u2E3A\u2E3B\uFE58\uFE31";
  private static final String APOSTROPHES = "'\u2018\u2019\u201B\u02BC\u2032\u00B4`\uFF07";
  private static final String QUOTES =
      "\"\u201A\u201C\u201D\u201E\u201F\u00AB\u00BB\u2039\u203A\u2033\u2034\u301D\u301E\u301F\uFF02";
  private static final String BULLETS =
      "|\u2022\u2023\u2043\u25E6\u25AA\u25AB\u25CF\u25CB\u25A0\u25A1\u2219";

  private Chars() {}

  static boolean hyphen(int c) {
    return HYPHENS.indexOf(c) >= 0;
  }

  static boolean dash(int c) {
    return DASHES.indexOf(c) >= 0;
  }

  /** What may stand inside a word as an apostrophe. */
  static boolean apostrophe(int c) {
    return APOSTROPHES.indexOf(c) >= 0;
  }

  static boolean quote(int c) {
    return QUOTES.indexOf(c) >= 0;
  }

  static boolean bullet(int c) {
    return BULLETS.indexOf(c) >= 0;
  }

  static boolean newline(int c) {
    return (c >= '\n' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
  }

  static boolean space(int c) {
    return c <= ' '
        || (c >= 0x7F && c <= 0xA0)
        || (c > 0xA0 && (Character.isWhitespace(c) || Character.isSpaceChar(c)));
  }

  /** What has no width: soft hyphens, joiners, marks of direction, variation selectors. */
  static boolean invisible(int c) {
    return c >= 0xAD
        && (c == 0xAD
            || c == 0x34F
            || (c >= 0xFE00 && c <= 0xFE0F)
            || (c >= 0xE0100 && c <= 0xE01EF)
            || Character.getType(c) == Character.FORMAT);
  }

  /** What belongs to the character before it. */
  static boolean mark(int c) {
    if (c < 0x300) {
      return false;
    }
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || (c >= 0x1160 && c <= 0x11FF);
  }

  /** Scripts that put no spaces between words. */
  static boolean unspaced(int c) {
    if (c < 0x0E00) {
      return false;
    }
    return switch (Character.UnicodeScript.of(c)) {
      case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
      default -> false;
    };
  }

  static boolean alphanumeric(int c) {
    return c >= 0 && Character.isLetterOrDigit(c);
  }

  static boolean digit(int c) {
    return c >= 0 && Character.isDigit(c);
  }

  static boolean punctuation(int c) {
    return c > ' ' && c < 0x7F && !Chars.alphanumeric(c);
  }

  static boolean superscriptDigit(int c) {
    return c == 0xB2 || c == 0xB3 || c == 0xB9 || c == 0x2070 || (c >= 0x2074 && c <= 0x2079);
  }

  static boolean fraction(int c) {
    return (c >= 0xBC && c <= 0xBE) || (c >= 0x2150 && c <= 0x215F) || c == 0x2189;
  }
}
