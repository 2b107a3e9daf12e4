package org.batchrunner.workflow;

import java.util.List;
import java.util.Optional;

/**
 * An answer in JSON that is broken by unescaped quotation marks: {@code {"answer": "He said "hi"",
 * "evidence": []}}. It is what stands between its field's name and the next field's.
 */
final class StrayQuotes {

  private static final List<String> NEXT =
      List.of("evidence", "confidence", "safety_flags", "citations");

  private StrayQuotes() {}

  static Optional<String> answer(String reply) {
    int name = reply.indexOf("\"answer\"");
    if (name < 0) {
      return Optional.empty();
    }
    int colon = skipSpace(reply, name + "\"answer\"".length());
    if (colon >= reply.length() || reply.charAt(colon) != ':') {
      return Optional.empty();
    }
    int open = skipSpace(reply, colon + 1);
    if (open >= reply.length() || reply.charAt(open) != '"') {
      return Optional.empty();
    }
    int end = end(reply, open + 1);
    return end < 0 ? Optional.empty() : Optional.of(unescape(reply.substring(open + 1, end)));
  }

  /** Before the quotation mark that a next field's name, or the end of the object, follows. */
  private static int end(String reply, int from) {
    for (int quote = reply.indexOf('"', from); quote >= 0; quote = reply.indexOf('"', quote + 1)) {
      int next = skipSpace(reply, quote + 1);
      if (next < reply.length() && reply.charAt(next) == ',') {
        int field = skipSpace(reply, next + 1);
        if (NEXT.stream().anyMatch(known -> reply.startsWith("\"" + known + "\"", field))) {
          return quote;
        }
      }
    }
    int brace = reply.lastIndexOf('}');
    int last = brace < 0 ? -1 : skipSpaceBack(reply, brace - 1);
    return last > from && reply.charAt(last) == '"' ? last : -1;
  }

  private static int skipSpace(String text, int from) {
    int at = from;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int skipSpaceBack(String text, int from) {
    int at = from;
    while (at > 0 && Character.isWhitespace(text.charAt(at))) {
      at--;
    }
    return at;
  }

  private static String unescape(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      int escaped =
          c == '\\' && at + 1 < text.length() ? "nrt\"\\/".indexOf(text.charAt(at + 1)) : -1;
      if (escaped < 0) {
        plain.append(c);
      } else {
        plain.append("\n\r\t\"\\/".charAt(escaped));
        at++;
      }
    }
    return plain.toString();
  }
}
