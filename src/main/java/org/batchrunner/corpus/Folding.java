package org.batchrunner.corpus;

import java.text.Normalizer;
import java.util.Arrays;

/**
 * Folds away what a faithful quotation may change: white space, hyphenation at line ends,
 * typographic marks, ligatures and other compatible forms, case, and the markup of Markdown. What
 * carries meaning stays: every letter, digit, accent, decimal point, sign and unit.
 *
 * <p>Reads the text once, and looks ahead a bounded number of characters.
 */
final class Folding {

  private static final int LOOK_AHEAD = 200;
  private static final int LINK = 1000;
  private static final int MARKS = 30;

  private final String source;
  private final StringBuilder out;
  private int[] origins;
  private int spaceAt = -1;
  private boolean lineStart;
  private boolean superscript;

  private Folding(String source) {
    this.source = source;
    this.out = new StringBuilder(source.length());
    this.origins = new int[source.length() + 16];
    this.lineStart = !source.isEmpty() && !Chars.space(source.charAt(0));
  }

  static Folded fold(String source) {
    return new Folding(source).run();
  }

  private Folded run() {
    int i = 0;
    while (i < source.length()) {
      char c = source.charAt(i);
      boolean raised = superscript;
      superscript = false;
      if (c >= 'a' && c <= 'z' && !markAt(i + 1)) {
        emit(c, i++);
      } else if (Chars.space(c)) {
        space(i++, Chars.newline(c));
      } else {
        i = c < 0x80 ? ascii(c, i) : other(source.codePointAt(i), i, raised);
      }
    }
    if (spaceAt >= 0) {
      emitNow(' ', spaceAt);
    }
    return new Folded(out.toString(), origins);
  }

  private int ascii(char c, int i) {
    switch (c) {
      case '-':
        return hyphen(i);
      case '\'', '`', '"':
        return quote(c, i);
      case '*':
        return Chars.digit(previous()) && Chars.digit(at(i + 1)) ? keep(c, i) : i + 1;
      case '_':
        return Chars.alphanumeric(previous()) && Chars.alphanumeric(at(i + 1)) ? keep(c, i) : i + 1;
      case '#':
        return heading(i);
      case '>':
        return lineStart ? i + 1 : keep(c, i);
      case '|':
        space(i, false);
        return i + 1;
      case '[':
        return i + 1;
      case ']':
        return link(i);
      case '\\':
        return Chars.punctuation(at(i + 1)) ? i + 1 : keep(c, i);
      default:
        return markAt(i + 1) ? cluster(c, i) : keep(Character.toLowerCase(c), i);
    }
  }

  private int other(int c, int i, boolean raised) {
    int next = i + Character.charCount(c);
    if (Chars.invisible(c)) {
      return c == 0xAD ? softHyphen(next) : next;
    }
    if (Chars.hyphen(c)) {
      return hyphen(i);
    }
    if (Chars.dash(c)) {
      return dash(i, next);
    }
    if (Chars.apostrophe(c) || Chars.quote(c)) {
      return quote(c, i);
    }
    if (Chars.bullet(c)) {
      space(i, false);
      return next;
    }
    if (Chars.superscriptDigit(c)) {
      if (!raised) {
        emit('^', i);
      }
      superscript = true;
    } else if (Chars.fraction(c) && Chars.digit(previous())) {
      space(i, false);
    }
    return cluster(c, i);
  }

  private int keep(char c, int i) {
    emit(c, i);
    return i + 1;
  }

  /** A character with the marks that follow it, in its compatible composed form. */
  private int cluster(int c, int i) {
    int end = i + Character.charCount(c);
    for (int marks = 0; marks < MARKS && end < source.length(); marks++) {
      int mark = source.codePointAt(end);
      if (!Chars.mark(mark) && mark != 0x200D) {
        break;
      }
      end += Character.charCount(mark);
    }
    boolean single = end == i + Character.charCount(c);
    if (single && plain(c)) {
      emitFolded(c, i);
      return end;
    }
    String composed = Normalizer.normalize(source.substring(i, end), Normalizer.Form.NFKC);
    composed.codePoints().forEach(part -> emitFolded(part == 0x2044 ? '/' : part, i));
    return end;
  }

  private static boolean plain(int c) {
    return c < 0xA0 || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x400 && c <= 0x4FF);
  }

  private void emitFolded(int c, int i) {
    if (Chars.space(c)) {
      space(i, false);
    } else if (!Chars.invisible(c)) {
      int folded = Character.toLowerCase(Character.toUpperCase(c));
      if (Character.isBmpCodePoint(folded)) {
        emit((char) folded, i);
      } else {
        emit(Character.highSurrogate(folded), i);
        emit(Character.lowSurrogate(folded), i);
      }
    }
  }

  /** Between letters it goes, with a line's end after it; as a range or a sign it stays. */
  private int hyphen(int i) {
    int next = i + 1;
    int after = skipInvisible(next);
    if (Chars.hyphen(at(after))) {
      return dash(i, after + 1);
    }
    int before = previous();
    if (Chars.alphanumeric(before)) {
      int joined = afterLineEnd(after);
      int follower = at(joined);
      if (Chars.alphanumeric(follower)) {
        if (!(Character.isLetter(before) && Character.isLetter(follower))) {
          emit('-', i);
        }
        return joined;
      }
    }
    if (Chars.digit(at(after)) && !(spaceAt >= 0 && Chars.digit(lastOut()))) {
      return keep('-', i);
    }
    return dash(i, next);
  }

  /** A dash is a space, but between two numbers, where it is a range. */
  private int dash(int i, int next) {
    int after = skipSpaces(next);
    if (Chars.digit(lastOut()) && Chars.digit(at(after))) {
      spaceAt = -1;
      emit('-', i);
      return after;
    }
    space(i, false);
    return next;
  }

  private int softHyphen(int next) {
    int joined = afterLineEnd(next);
    return Character.isLetter(at(joined)) ? joined : next;
  }

  private int quote(int c, int i) {
    if (Chars.apostrophe(c)
        && Chars.alphanumeric(previous())
        && Chars.alphanumeric(at(skipInvisible(i + 1)))) {
      emit('\'', i);
    }
    return i + 1;
  }

  private int heading(int i) {
    int end = i;
    while (at(end) == '#') {
      end++;
    }
    if ((spaceAt >= 0 || out.length() == 0) && (at(end) < 0 || Chars.space(at(end)))) {
      return end;
    }
    return keep('#', i);
  }

  /** {@code [text](address)} is its text. */
  private int link(int i) {
    if (at(i + 1) != '(') {
      return i + 1;
    }
    int most = Math.min(source.length(), i + LINK);
    for (int end = i + 2; end < most && !Chars.space(source.charAt(end)); end++) {
      if (source.charAt(end) == ')') {
        return end + 1;
      }
    }
    return i + 1;
  }

  private void space(int i, boolean newline) {
    if (spaceAt < 0) {
      spaceAt = i;
    }
    lineStart |= newline;
  }

  private void emit(char c, int i) {
    if (spaceAt >= 0) {
      emitNow(' ', spaceAt);
      spaceAt = -1;
    }
    lineStart = false;
    emitNow(c, i);
  }

  private void emitNow(char c, int i) {
    if (out.length() == origins.length) {
      origins = Arrays.copyOf(origins, origins.length * 2);
    }
    origins[out.length()] = i;
    out.append(c);
  }

  /** The letter or digit directly before, or -1. */
  private int previous() {
    return spaceAt >= 0 ? -1 : lastOut();
  }

  private int lastOut() {
    return out.length() == 0 ? -1 : out.codePointBefore(out.length());
  }

  private int at(int i) {
    return i < source.length() ? source.codePointAt(i) : -1;
  }

  private boolean markAt(int i) {
    return i < source.length() && source.charAt(i) >= 0x300 && Chars.mark(source.codePointAt(i));
  }

  private int skipInvisible(int i) {
    int most = Math.min(source.length(), i + LOOK_AHEAD);
    int end = i;
    while (end < most && Chars.invisible(source.codePointAt(end))) {
      end += Character.charCount(source.codePointAt(end));
    }
    return end;
  }

  private int skipSpaces(int i) {
    int end = i;
    while (end < Math.min(source.length(), i + LOOK_AHEAD) && Chars.space(source.charAt(end))) {
      end++;
    }
    return end;
  }

  /** Past the white space if a line ends in it, else as it is. */
  private int afterLineEnd(int i) {
    int end = skipSpaces(i);
    for (int k = i; k < end; k++) {
      if (Chars.newline(source.charAt(k))) {
        return end;
      }
    }
    return i;
  }
}
