package org.batchrunner.flow;

/** Tells quickly whether a text can be a whole JSON object or array, by its brackets alone. */
final class JsonEnd {

  private JsonEnd() {}

  /** Whether all brackets that it opens are closed, and nothing follows. */
  static boolean isWhole(byte[] json) {
    int depth = 0;
    boolean text = false;
    boolean whole = false;
    for (int i = 0; i < json.length; i++) {
      byte at = json[i];
      if (text) {
        if (at == '\\') {
          i++;
        } else if (at == '"') {
          text = false;
        }
      } else if (at != ' ' && at != '\n' && at != '\r' && at != '\t') {
        boolean opens = at == '{' || at == '[';
        if (whole || (depth == 0 && !opens)) {
          return false;
        }
        text = at == '"';
        if (opens) {
          depth++;
        } else if (at == '}' || at == ']') {
          whole = --depth == 0;
        }
      }
    }
    return whole;
  }
}
