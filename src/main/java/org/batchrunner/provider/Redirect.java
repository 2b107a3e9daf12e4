package org.batchrunner.provider;

import java.util.Map;

/** What a redirect says. It is not followed: a key is for one host only. */
final class Redirect {

  private Redirect() {}

  /** Where it points to, without what may be secret there; empty if it does not say. */
  static String sentence(Map<String, String> lowerCaseHeaders) {
    String location = lowerCaseHeaders.getOrDefault("location", "").strip();
    if (location.isEmpty()) {
      return "";
    }
    return ": it redirects to " + plain(location) + ", which is not followed; is base-url right?";
  }

  /** Without query, fragment and user, which may hold a key. */
  private static String plain(String location) {
    int end = location.length();
    for (char mark : new char[] {'?', '#', ';'}) {
      int at = location.indexOf(mark);
      end = at >= 0 ? Math.min(end, at) : end;
    }
    return location.substring(0, end).replaceFirst("^([a-zA-Z][a-zA-Z0-9+.-]*:)?//[^/@]*@", "$1//");
  }
}
