package org.batchrunner.workflow.redaction;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds where the anchors of all rules stand, case aside, in one pass: an Aho-Corasick automaton
 * with all its transitions in one table, so that a character costs two look-ups. It reads from
 * right to left, so that an anchor is found at its first character.
 *
 * <p>The automaton knows only the first characters of an anchor; the others are compared where
 * those were found. So the table is bounded, however many anchors a file of rules has.
 */
final class AnchorIndex {

  private static final int DEEPEST = 10;
  private static final int LARGEST_TABLE = 2_000_000;

  private static final int ROOT = 0;

  /** A text that a rule looks for. */
  private record Anchor(String text, int rule) {}

  interface Found {
    void at(int position, int rule);
  }

  private final FoldedClasses classes;
  private final int width;

  /**
   * The next state, by state and class. A state is the place of its first transition in here, or
   * that inverted where anchors are found in it.
   */
  private int[] next;

  /** The anchors that are found in a state, by its number. */
  private @Nullable Anchor[][] found;

  private int states = 1;

  AnchorIndex(List<Rule> rules) {
    List<Anchor> anchors = new ArrayList<>();
    for (int rule = 0; rule < rules.size(); rule++) {
      for (String text : rules.get(rule).place().anchors()) {
        anchors.add(new Anchor(text, rule));
      }
    }
    classes = new FoldedClasses(anchors.stream().map(Anchor::text).toList());
    width = classes.count();
    next = new int[width * 64];
    found = new Anchor[64][];
    int depth = LARGEST_TABLE / width / Math.max(1, anchors.size());
    for (Anchor anchor : anchors) {
      add(anchor, Math.max(2, Math.min(DEEPEST, depth)));
    }
    connect();
  }

  private void add(Anchor anchor, int depth) {
    int state = ROOT;
    for (int at = Math.min(depth, anchor.text().length()) - 1; at >= 0; at--) {
      int transition = state + classes.of(anchor.text().charAt(at));
      state = next[transition] == ROOT ? grown(transition) : next[transition];
    }
    append(state, anchor);
  }

  /** A new state, to which a transition leads. */
  private int grown(int transition) {
    int state = states * width;
    states++;
    if (states * width > next.length) {
      next = Arrays.copyOf(next, 2 * next.length);
      found = Arrays.copyOf(found, 2 * found.length);
    }
    next[transition] = state;
    return state;
  }

  private void append(int state, Anchor... more) {
    Anchor[] has = found[state / width];
    if (has == null) {
      found[state / width] = more;
    } else {
      Anchor[] both = Arrays.copyOf(has, has.length + more.length);
      System.arraycopy(more, 0, both, has.length, more.length);
      found[state / width] = both;
    }
  }

  /** Fills in where to go on from each state with a character that no anchor has next. */
  private void connect() {
    int[] fallbacks = new int[states];
    Deque<Integer> queue = new ArrayDeque<>();
    queue.add(ROOT);
    while (!queue.isEmpty()) {
      int state = queue.remove();
      int fallback = fallbacks[state / width];
      for (int c = 0; c < width; c++) {
        int onward = state == ROOT ? ROOT : next[fallback + c];
        int child = next[state + c];
        if (child == ROOT) {
          next[state + c] = onward;
        } else {
          fallbacks[child / width] = onward;
          Anchor[] also = found[onward / width];
          if (also != null) {
            append(child, also);
          }
          queue.add(child);
        }
      }
    }
    for (int transition = 0; transition < states * width; transition++) {
      int state = next[transition];
      next[transition] = found[state / width] == null ? state : ~state;
    }
  }

  /** Reports each place of each anchor, from left to right. */
  void find(String text, Found told) {
    Hits hits = new Hits();
    int state = ROOT;
    for (int at = text.length() - 1; at >= 0; at--) {
      state = next[state + classes.of(text.charAt(at))];
      if (state < 0) {
        state = ~state;
        compare(text, at, found[state / width], hits);
      }
    }
    hits.tell(told);
  }

  private static void compare(String text, int at, Anchor @Nullable [] anchors, Hits hits) {
    for (Anchor anchor : anchors == null ? new Anchor[0] : anchors) {
      if (text.regionMatches(true, at, anchor.text(), 0, anchor.text().length())) {
        hits.add(at, anchor.rule());
      }
    }
  }

  /** What was found, from right to left. */
  private static final class Hits {

    private static final int[] NONE = {};

    private int[] numbers = NONE;
    private int size;

    void add(int position, int rule) {
      if (size == numbers.length) {
        numbers = Arrays.copyOf(numbers, Math.max(16, 2 * size));
      }
      numbers[size++] = rule;
      numbers[size++] = position;
    }

    void tell(Found told) {
      for (int at = size - 1; at > 0; at -= 2) {
        told.at(numbers[at], numbers[at - 1]);
      }
    }
  }
}
