package org.batchrunner.workflow.redaction;

import com.google.re2j.Matcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds what the rules are for, in time that grows with the text's length and no faster. */
final class Finder {

  private final List<Rule> rules;
  private final AnchorIndex anchors;

  /** The rules that have no anchors. */
  private final int[] unanchored;

  Finder(List<Rule> rules) {
    this.rules = rules;
    this.anchors = new AnchorIndex(rules);
    this.unanchored =
        IntStream.range(0, rules.size())
            .filter(rule -> rules.get(rule).place().anchors().isEmpty())
            .toArray();
  }

  /** Not overlapping, from left to right. */
  List<Span> find(String text) {
    return find(text, false);
  }

  /** As {@link #find}, with the rules only that look at what stands further off. */
  List<Span> findFar(String text) {
    return find(text, true);
  }

  private List<Span> find(String text, boolean far) {
    @Nullable SearchWindows[] windows = new SearchWindows[rules.size()];
    anchors.find(
        text,
        (position, rule) -> {
          SearchScope place = rules.get(rule).place();
          if (!far || place.token() == null) {
            if (windows[rule] == null) {
              windows[rule] = new SearchWindows(text, place);
            }
            windows[rule].add(position);
          }
        });
    for (int rule : unanchored) {
      SearchScope place = rules.get(rule).place();
      if (!far || place.token() == null) {
        windows[rule] = new SearchWindows(text, place);
        windows[rule].addAll();
      }
    }
    List<Span> spans = new ArrayList<>();
    for (int rule = 0; rule < windows.length; rule++) {
      if (windows[rule] != null) {
        search(text, rules.get(rule), windows[rule].list(), spans);
      }
    }
    return joined(spans);
  }

  private static void search(String text, Rule rule, List<int[]> windows, List<Span> spans) {
    if (windows.isEmpty()) {
      return;
    }
    for (RulePattern pattern : rule.patterns()) {
      boolean prefix = rule.place().isPrefix();
      Matcher matcher = (prefix ? pattern.atStart() : pattern.anywhere()).matcher("");
      Search search = new Search(text, rule, matcher, spans);
      for (int[] window : windows) {
        if (!prefix) {
          search.within(window[0], window[1]);
        } else if (!pattern.isBarred(text, window[0])) {
          search.at(window[0], window[1]);
        }
      }
    }
  }

  /** Spans that share a character become one. */
  private static List<Span> joined(List<Span> spans) {
    spans.sort(Comparator.comparingInt(Span::start).thenComparingInt(span -> -span.end()));
    List<Span> joined = new ArrayList<>();
    for (Span span : spans) {
      Span last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (last != null && span.start() < last.end()) {
        joined.set(joined.size() - 1, last.join(span));
      } else {
        joined.add(span);
      }
    }
    return joined;
  }

  /** One pattern over one text. */
  private static final class Search {

    /** A match that its check refuses, and that is no longer, is tried again from its next word. */
    private static final int LONGEST_RETRIED = 64;

    private final String text;
    private final Rule rule;
    private final Matcher matcher;
    private final List<Span> spans;
    private int done;

    Search(String text, Rule rule, Matcher matcher, List<Span> spans) {
      this.text = text;
      this.rule = rule;
      this.matcher = matcher;
      this.spans = spans;
    }

    /** A match that begins where the window does; what lies in an earlier one is passed by. */
    void at(int start, int end) {
      if (start >= done && matcher.reset(text.substring(start, end)).lookingAt()) {
        accept(start);
        done = start + Math.max(1, matcher.end());
      }
    }

    /** A character more on either side shows the pattern whether a word begins or ends there. */
    void within(int start, int end) {
      int from = Math.max(0, start - 1);
      String part = text.substring(from, Math.min(text.length(), end + 1));
      matcher.reset(part);
      boolean found = matcher.find();
      while (found) {
        int next = accept(from) - from;
        if (next < 0) {
          next = resume(part, matcher.start(), matcher.end());
        }
        next = Math.max(next, matcher.start() + 1);
        found = next < part.length() && matcher.find(next);
      }
    }

    /**
     * @return where what is accepted ends; -1 if nothing is
     */
    private int accept(int offset) {
      int group = matcher.groupCount() > 0 && matcher.start(1) >= 0 ? 1 : 0;
      int start = offset + matcher.start(group);
      int end = offset + matcher.end(group);
      int accepted = start < end ? rule.check().end(text, start, end) : -1;
      if (accepted < 0
          || Labels.covers(text, start, accepted)
          || Labels.covers(text, offset + matcher.start(), offset + matcher.start() + 1)
          || (!rule.links() && Links.cover(text, start))) {
        return -1;
      }
      spans.add(new Span(start, accepted, rule));
      return accepted;
    }

    private static int resume(String part, int start, int end) {
      if (end - start > LONGEST_RETRIED) {
        return end;
      }
      int at = start;
      while (at < end && Character.isLetterOrDigit(part.charAt(at))) {
        at++;
      }
      return at;
    }
  }
}
