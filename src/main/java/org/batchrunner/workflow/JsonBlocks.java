package org.batchrunner.workflow;

import java.util.ArrayList;
import java.util.List;

/**
 * The brackets of a text: which parts of it could be JSON.
 *
 * @param whole parts with matching brackets, in order
 * @param open parts that end with the text before their last bracket is closed, the longest first
 */
record JsonBlocks(List<String> whole, List<String> open) {

  /** Each open bracket costs a pass over the rest of the text. */
  private static final int MOST_OPEN = 8;

  private static final int DEEPEST = 200;

  /** The last ones, which is where an answer is. */
  private static final int MOST_WHOLE = 100;

  /**
   * A part with its brackets closed.
   *
   * @param inString whether the text ended within a string
   */
  record Closed(String json, boolean inString) {}

  static JsonBlocks of(String text) {
    List<String> whole = new ArrayList<>();
    List<String> open = new ArrayList<>();
    int at = next(text, 0);
    while (at >= 0 && open.size() < MOST_OPEN) {
      int end = new Scan(text, at).run();
      if (end < 0) {
        open.add(text.substring(at));
        at = next(text, at + 1);
      } else {
        whole.add(text.substring(at, end));
        if (whole.size() > MOST_WHOLE) {
          whole.remove(0);
        }
        at = next(text, end);
      }
    }
    return new JsonBlocks(whole, open);
  }

  /**
   * Closes what is open. A field that is not complete is dropped, but for a text: of that, what is
   * there is kept. (A number may lack its last digits, so it is not.)
   */
  static List<Closed> close(String block) {
    Scan scan = new Scan(block, 0);
    scan.run();
    List<Closed> closed = new ArrayList<>();
    if (scan.inString) {
      String text = block.substring(0, withoutHalfEscape(block));
      closed.add(new Closed(text + '"' + reversed(scan.expected.toString()), true));
    } else if (endsValue(block)) {
      closed.add(new Closed(block.stripTrailing() + reversed(scan.expected.toString()), false));
    }
    if (scan.lastComma > 0) {
      String complete = block.substring(0, scan.lastComma);
      closed.add(new Closed(complete + reversed(scan.expectedAtComma), false));
    }
    return closed;
  }

  private static boolean endsValue(String block) {
    String text = block.stripTrailing();
    return !text.isEmpty() && "}]\"".indexOf(text.charAt(text.length() - 1)) >= 0;
  }

  /** Where a string ends that is cut, perhaps within {@code \\u12}. */
  private static int withoutHalfEscape(String text) {
    int end = text.length();
    for (int at = end - 1; at >= Math.max(0, end - 5); at--) {
      if (text.charAt(at) == '\\') {
        int first = at;
        while (first > 0 && text.charAt(first - 1) == '\\') {
          first--;
        }
        boolean escapes = (at - first) % 2 == 0;
        boolean half = at == end - 1 || (text.charAt(at + 1) == 'u' && end - at < 6);
        return escapes && half ? at : end;
      }
    }
    return end;
  }

  private static String reversed(String expected) {
    return new StringBuilder(expected).reverse().toString();
  }

  /** One pass for both brackets: a search for each would look through the rest every time. */
  private static int next(String text, int from) {
    for (int at = from; at < text.length(); at++) {
      if (text.charAt(at) == '{' || text.charAt(at) == '[') {
        return at;
      }
    }
    return -1;
  }

  /** From a bracket to the one that closes it. */
  private static final class Scan {
    private final String text;
    private final StringBuilder expected = new StringBuilder();
    private int at;
    private boolean inString;
    private int lastComma;
    private String expectedAtComma = "";

    Scan(String text, int at) {
      this.text = text;
      this.at = at;
    }

    /**
     * @return behind the closing bracket; -1 if there is none
     */
    int run() {
      for (; at < text.length(); at++) {
        char c = text.charAt(at);
        if (inString) {
          if (c == '\\') {
            at++;
          } else if (c == '"') {
            inString = false;
          }
        } else if (c == '"') {
          inString = true;
        } else if (c == '{' || c == '[') {
          expected.append(c == '{' ? '}' : ']');
          if (expected.length() > DEEPEST) {
            return -1;
          }
        } else if (c == ',') {
          lastComma = at;
          expectedAtComma = expected.toString();
        } else if ((c == '}' || c == ']') && closes(c)) {
          return at + 1;
        }
      }
      return -1;
    }

    private boolean closes(char bracket) {
      int last = expected.length() - 1;
      if (last >= 0 && expected.charAt(last) == bracket) {
        expected.setLength(last);
      }
      return expected.length() == 0;
    }
  }
}
