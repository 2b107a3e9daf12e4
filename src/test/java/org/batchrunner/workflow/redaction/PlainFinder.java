package org.batchrunner.workflow.redaction;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What {@link Finder} must find, in the plain way: rule by rule over the whole text. The texts that
 * a match {@code needs} are not looked for, since they must change nothing.
 */
final class PlainFinder {

  private static final int LONGEST_RETRIED = 64;

  private PlainFinder() {}

  static List<Span> find(List<Rule> rules, String text) {
    List<Span> spans = new ArrayList<>();
    for (Rule rule : rules) {
      List<int[]> windows = windows(rule.place(), text);
      for (RulePattern pattern : rule.patterns()) {
        if (rule.place().isPrefix()) {
          begun(rule, pattern, text, windows, spans);
        } else {
          windows.forEach(window -> within(rule, pattern, text, window, spans));
        }
      }
    }
    return joined(spans);
  }

  private static List<int[]> windows(SearchScope place, String text) {
    List<int[]> windows = new ArrayList<>();
    CharSet token = place.token();
    if (token == null && place.begins().isEmpty()) {
      windows.add(new int[] {0, text.length()});
      return windows;
    }
    for (int at = 0; at < text.length(); at++) {
      boolean begins =
          place.begins().isEmpty() ? token.has(text.charAt(at)) : begins(place.begins(), text, at);
      if (begins && token == null) {
        windows.add(new int[] {at, Math.min(text.length(), at + place.reach())});
      } else if (begins) {
        int end = at + 1;
        while (end < text.length() && token.has(text.charAt(end))) {
          end++;
        }
        long letters =
            text.substring(at, end)
                .chars()
                .filter(c -> c < 128 && Character.isLetterOrDigit(c))
                .count();
        boolean counted = place.least() <= 1 || letters >= place.least();
        if (end - at >= place.least() && end - at <= place.most() && counted) {
          windows.add(new int[] {at, end});
        }
        at = end - 1;
      }
    }
    return windows;
  }

  private static boolean begins(List<String> anchors, String text, int at) {
    return anchors.stream()
        .anyMatch(anchor -> text.regionMatches(true, at, anchor, 0, anchor.length()));
  }

  private static void begun(
      Rule rule, RulePattern pattern, String text, List<int[]> windows, List<Span> spans) {
    int done = 0;
    for (int[] window : windows) {
      if (window[0] >= done && !pattern.isBarred(text, window[0])) {
        Matcher matcher = pattern.atStart().matcher(text.substring(window[0], window[1]));
        if (matcher.lookingAt()) {
          accept(rule, matcher, text, window[0], spans);
          done = window[0] + Math.max(1, matcher.end());
        }
      }
    }
  }

  private static void within(
      Rule rule, RulePattern pattern, String text, int[] window, List<Span> spans) {
    int from = Math.max(0, window[0] - 1);
    String part = text.substring(from, Math.min(text.length(), window[1] + 1));
    Pattern anywhere = pattern.anywhere();
    Matcher matcher = anywhere.matcher(part);
    int next = 0;
    while (next < part.length() && matcher.find(next)) {
      int accepted = accept(rule, matcher, text, from, spans);
      next =
          Math.max(
              accepted < 0 ? resume(part, matcher.start(), matcher.end()) : accepted - from,
              matcher.start() + 1);
    }
  }

  private static int accept(Rule rule, Matcher matcher, String text, int offset, List<Span> spans) {
    int group = matcher.groupCount() > 0 && matcher.start(1) >= 0 ? 1 : 0;
    int start = offset + matcher.start(group);
    int end = offset + matcher.end(group);
    int accepted = start < end ? rule.check().end(text, start, end) : -1;
    int begin = offset + matcher.start();
    if (accepted < 0
        || Labels.covers(text, start, accepted)
        || Labels.covers(text, begin, begin + 1)
        || (!rule.links() && Links.cover(text, start))) {
      return -1;
    }
    spans.add(new Span(start, accepted, rule));
    return accepted;
  }

  private static int resume(String part, int start, int end) {
    int at = end - start > LONGEST_RETRIED ? end : start;
    while (at < end && Character.isLetterOrDigit(part.charAt(at))) {
      at++;
    }
    return at;
  }

  private static List<Span> joined(List<Span> spans) {
    spans.sort(Comparator.comparingInt(Span::start).thenComparingInt(span -> -span.end()));
    List<Span> joined = new ArrayList<>();
    for (Span span : spans) {
      int last = joined.size() - 1;
      if (last >= 0 && span.start() < joined.get(last).end()) {
        joined.set(last, joined.get(last).join(span));
      } else {
        joined.add(span);
      }
    }
    return joined;
  }
}
