package org.batchrunner.provider;

import java.util.Map;

/** Describes a redirect, which is not followed because a key is meant for one host only. */
final class Redirect {

  private Redirect() {}

  /** Returns a sentence with its target, without parts that may be secret; empty if it has none. */
  static String sentence(Map<String, String> lowerCaseHeaders) {
    String location = lowerCaseHeaders.getOrDefault("location", "").strip();
    if (location.isEmpty()) {
      return "";
    }
    return ": it redirects to " + plain(location) + ", which is not followed; is base-url right?";
  }

  /** Removes query, fragment and user, which may contain a key. */
  private static String plain(String location) {
    int end = location.length();
    for (char mark : new char[] {'?', '#', ';'}) {
      int at = location.indexOf(mark);
      end = at >= 0 ? Math.min(end, at) : end;
    }
    return location.substring(0, end).replaceFirst("^([a-zA-Z][a-zA-Z0-9+.-]*:)?//[^/@]*@", "$1//");
  }
}
