package org.batchrunner.workflow.redaction;

/** The labels that redaction leaves. They are not redacted again. */
final class Labels {

  private static final String OPEN = "[REDACTED:";

  private Labels() {}

  static String of(String type) {
    return OPEN + type + "]";
  }

  /** Returns whether a part of a text lies within a label. */
  static boolean covers(String text, int start, int end) {
    int farthest = Math.max(0, start - OPEN.length() - RuleFile.LONGEST_TYPE);
    for (int open = start; open >= farthest; open--) {
      if (text.startsWith(OPEN, open)) {
        int close = text.indexOf(']', open);
        return close >= end - 1 && close <= open + OPEN.length() + RuleFile.LONGEST_TYPE;
      }
    }
    return false;
  }
}
