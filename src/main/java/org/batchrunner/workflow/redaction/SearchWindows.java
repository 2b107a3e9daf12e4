package org.batchrunner.workflow.redaction;

import java.util.ArrayList;
import java.util.List;

/**
 * The parts of a text in which one rule's patterns are tried. Those of a rule with {@code token} or
 * without anchors do not overlap, so that they are together no longer than the text.
 */
final class SearchWindows {

  private final String text;
  private final SearchScope place;
  private final List<int[]> windows = new ArrayList<>();
  private int covered;

  SearchWindows(String text, SearchScope place) {
    this.text = text;
    this.place = place;
  }

  List<int[]> list() {
    return windows;
  }

  /**
   * The whole text, or the runs of the rule's characters. A run with enough letters and digits has
   * one of them or more at every so many characters, so that the others need no look.
   */
  void addAll() {
    CharSet token = place.token();
    if (token == null) {
      windows.add(new int[] {0, text.length()});
      return;
    }
    int step = Math.max(1, place.least());
    int length = text.length();
    int at = step - 1;
    while (at < length) {
      if (token.has(text.charAt(at))) {
        int end = right(token, at);
        add(left(token, at), end);
        covered = end;
        at = end;
      }
      at += step;
    }
  }

  /** Around a place where an anchor was found; places come from left to right. */
  void add(int position) {
    CharSet token = place.token();
    if (position < covered) {
      return;
    }
    if (token == null) {
      boolean prefix = place.isPrefix();
      int end = prefix ? Math.min(text.length(), position + place.reach()) : text.length();
      windows.add(new int[] {prefix ? position : 0, end});
      covered = prefix ? position + 1 : end;
      return;
    }
    int end = right(token, position);
    add(place.begins().isEmpty() ? left(token, position) : position, end);
    covered = end;
  }

  private void add(int start, int end) {
    if (end - start >= place.least()
        && end - start <= place.most()
        && (place.least() <= 1 || alphanumerics(start, end) >= place.least())) {
      windows.add(new int[] {start, end});
    }
  }

  private int alphanumerics(int start, int end) {
    int count = 0;
    for (int at = start; at < end; at++) {
      char c = text.charAt(at);
      count += (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ? 1 : 0;
    }
    return count;
  }

  private int left(CharSet token, int position) {
    int at = position;
    while (at > covered && token.has(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  private int right(CharSet token, int position) {
    int at = position + 1;
    while (at < text.length() && token.has(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
