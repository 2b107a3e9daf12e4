package org.batchrunner.workflow.redaction;

/** Telephone and social security numbers. */
final class PhoneNumbers {

  private static final int LEAST_PHONE = 8;
  private static final int MOST_PHONE = 15;

  /** With its 1. */
  private static final int AMERICAN_PHONE = 11;

  private PhoneNumbers() {}

  static String digits(String text, int start, int end) {
    StringBuilder digits = new StringBuilder(end - start);
    for (int at = start; at < end; at++) {
      char c = text.charAt(at);
      if (c >= '0' && c <= '9') {
        digits.append(c);
      }
    }
    return digits.toString();
  }

  /** Returns whether it is not a part of a longer number or name: {@code A-123}, {@code 123.45}. */
  static boolean standsAlone(String text, int start, int end) {
    return !touches(text, start - 1, -1) && !touches(text, end, 1);
  }

  private static boolean touches(String text, int at, int step) {
    if (at < 0 || at >= text.length()) {
      return false;
    }
    char next = text.charAt(at);
    if (Character.isLetterOrDigit(next) || next == '_') {
      return true;
    }
    int beyond = at + step;
    return (next == '-' || next == '.' || next == '/')
        && beyond >= 0
        && beyond < text.length()
        && Character.isDigit(text.charAt(beyond));
  }

  /**
   * Where the number ends: what stands behind it, a space between, may be another one.
   *
   * @return -1 if it is none
   */
  static int phoneEnd(String text, int start, int end) {
    for (int at = end; at > start; at = text.lastIndexOf(' ', at - 1)) {
      if (isPhone(text, start, at)) {
        return at;
      }
    }
    return -1;
  }

  private static boolean isPhone(String text, int start, int end) {
    String digits = digits(text, start, end);
    boolean america = text.startsWith("+1", start);
    return digits.length() >= (america ? AMERICAN_PHONE : LEAST_PHONE)
        && digits.length() <= (america ? AMERICAN_PHONE : MOST_PHONE)
        && digits.chars().distinct().count() > 1
        && standsAlone(text, start, end);
  }

  static boolean isSocialSecurity(String text, int start, int end) {
    String digits = digits(text, start, end);
    return digits.length() == 9
        && standsAlone(text, start, end)
        && !digits.startsWith("000")
        && !digits.startsWith("666")
        && !digits.startsWith("00", 3)
        && !digits.endsWith("0000");
  }
}
