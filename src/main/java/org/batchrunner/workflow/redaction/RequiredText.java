package org.batchrunner.workflow.redaction;

import java.util.Optional;

/**
 * Reads from a pattern a text that each of its matches holds, case aside: the longest run of plain
 * ASCII characters that stands outside of groups and is not optional. It is cautious: syntax that
 * it does not know counts as holding no text.
 */
final class RequiredText {

  private static final int SHORTEST = 2;

  private final String pattern;
  private final StringBuilder run = new StringBuilder();
  private String longest = "";
  private int at;

  private RequiredText(String pattern) {
    this.pattern = pattern;
  }

  /**
   * @param pattern one that is valid
   * @return empty if a match need not hold any such text, or it can't be told
   */
  static Optional<String> of(String pattern) {
    RequiredText reader = new RequiredText(pattern);
    return reader.read() && reader.longest.length() >= SHORTEST
        ? Optional.of(reader.longest)
        : Optional.empty();
  }

  /** Returns false if nothing can be told. */
  private boolean read() {
    while (at < pattern.length()) {
      char c = pattern.charAt(at++);
      switch (c) {
        case '|' -> {
          return false;
        }
        case '\\' -> {
          if (!escape()) {
            return false;
          }
        }
        case '(', '[' -> {
          end();
          if (setsFlags() || !skip(c)) {
            return false;
          }
        }
        case '*', '?', '{' -> {
          run.setLength(Math.max(0, run.length() - 1));
          end();
          if (c == '{' && !skip('{')) {
            return false;
          }
        }
        case '.', '^', '$', '+' -> end();
        default -> plain(c);
      }
    }
    end();
    return true;
  }

  private void plain(char c) {
    if (c < 128) {
      run.append(c);
    } else {
      end();
    }
  }

  private void end() {
    if (run.length() > longest.length()) {
      longest = run.toString();
    }
    run.setLength(0);
  }

  /** An escaped mark is itself; of letters only those are known that stand for one thing alone. */
  private boolean escape() {
    if (at == pattern.length()) {
      return false;
    }
    char c = pattern.charAt(at++);
    if (Character.isLetterOrDigit(c)) {
      end();
      return "bBdDsSwWAztnrfv".indexOf(c) >= 0;
    }
    plain(c);
    return true;
  }

  /** Skips a group, a class or a repetition, whose first character has been read. */
  private boolean skip(char opening) {
    if (opening == '[') {
      return skipClass();
    }
    if (opening == '{') {
      at = pattern.indexOf('}', at) + 1;
      return at > 0;
    }
    while (at < pattern.length()) {
      char c = pattern.charAt(at++);
      if (c == ')') {
        return true;
      }
      boolean whole =
          switch (c) {
            case '\\' -> escapeInside();
            case '(', '[' -> skip(c);
            default -> true;
          };
      if (!whole) {
        return false;
      }
    }
    return false;
  }

  /**
   * Returns whether flags are set here, but for the pattern's beginning. What repeats them repeats
   * what stands before them.
   */
  private boolean setsFlags() {
    int end = at + 1;
    while (end < pattern.length() && "imsU-".indexOf(pattern.charAt(end)) >= 0) {
      end++;
    }
    return at > 1 && pattern.startsWith("(?", at - 1) && pattern.startsWith(")", end);
  }

  /** A bracket that stands first, and a class with a name within, are not told apart. */
  private boolean skipClass() {
    int first = pattern.startsWith("^", at) ? at + 1 : at;
    if (pattern.startsWith("]", first)) {
      return false;
    }
    while (at < pattern.length()) {
      char c = pattern.charAt(at++);
      if (c == ']') {
        return true;
      }
      if (c == '[' || (c == '\\' && !escapeInside())) {
        return false;
      }
    }
    return false;
  }

  /** Quoted text may hold any mark as itself. */
  private boolean escapeInside() {
    return at < pattern.length() && pattern.charAt(at++) != 'Q';
  }
}
