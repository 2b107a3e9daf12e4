package org.batchrunner.workflow.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds where one of many short texts stands, case aside, in one pass: a table by the first two
 * characters says at once that nearly every place holds none.
 */
final class LiteralIndex {

  private static final int ASCII = 128;
  private static final int MASK = ASCII - 1;

  /** A text that a rule looks for. */
  record Anchor(String text, int rule) {}

  interface Found {
    void at(int position, int rule);
  }

  private final Anchor[][] byPair = new Anchor[ASCII * ASCII][];

  LiteralIndex(List<Rule> rules) {
    List<List<Anchor>> lists = new ArrayList<>();
    for (int pair = 0; pair < byPair.length; pair++) {
      lists.add(List.of());
    }
    for (int rule = 0; rule < rules.size(); rule++) {
      for (String text : rules.get(rule).place().anchors()) {
        add(lists, new Anchor(text.toLowerCase(Locale.ROOT), rule));
      }
    }
    for (int pair = 0; pair < byPair.length; pair++) {
      byPair[pair] = lists.get(pair).isEmpty() ? null : lists.get(pair).toArray(new Anchor[0]);
    }
  }

  private static void add(List<List<Anchor>> lists, Anchor anchor) {
    for (char first : cases(anchor.text().charAt(0))) {
      for (int second = 0; second < ASCII; second++) {
        boolean fits =
            anchor.text().length() == 1
                || Character.toLowerCase((char) second) == anchor.text().charAt(1);
        if (fits) {
          int pair = (first & MASK) * ASCII + second;
          List<Anchor> list = new ArrayList<>(lists.get(pair));
          list.add(anchor);
          lists.set(pair, list);
        }
      }
    }
  }

  private static char[] cases(char c) {
    char upper = Character.toUpperCase(c);
    return upper == c ? new char[] {c} : new char[] {c, upper};
  }

  /** Tells each place of each anchor, from the left to the right. */
  void find(String text, Found found) {
    int length = text.length();
    char first = length == 0 ? ' ' : text.charAt(0);
    for (int at = 0; at < length; at++) {
      char second = at + 1 < length ? text.charAt(at + 1) : ' ';
      Anchor[] anchors = byPair[(first & MASK) * ASCII + (second & MASK)];
      if (anchors != null) {
        for (Anchor anchor : anchors) {
          if (text.regionMatches(true, at, anchor.text(), 0, anchor.text().length())) {
            found.at(at, anchor.rule());
          }
        }
      }
      first = second;
    }
  }
}
