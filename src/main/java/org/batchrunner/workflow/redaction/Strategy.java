package org.batchrunner.workflow.redaction;

/** What stands in the place of what a rule found; the stricter first. */
enum Strategy {
  /** {@code [REDACTED:EMAIL]}. */
  LABEL {
    @Override
    String replace(String found, String type) {
      return Labels.of(type);
    }
  },
  /** An asterisk for each character that is no space. */
  MASK {
    @Override
    String replace(String found, String type) {
      return masked(found, 0);
    }
  },
  /** As {@code mask}, but for the last four letters or digits, and what is neither. */
  PARTIAL {
    @Override
    String replace(String found, String type) {
      long characters = found.chars().filter(Character::isLetterOrDigit).count();
      return characters < 2 * SHOWN ? masked(found, 0) : partial(found, characters - SHOWN);
    }
  };

  private static final int SHOWN = 4;

  abstract String replace(String found, String type);

  private static String masked(String found, int from) {
    StringBuilder mask = new StringBuilder(found);
    for (int at = from; at < mask.length(); at++) {
      if (!Character.isWhitespace(mask.charAt(at))) {
        mask.setCharAt(at, '*');
      }
    }
    return mask.toString();
  }

  private static String partial(String found, long hidden) {
    StringBuilder mask = new StringBuilder(found);
    long seen = 0;
    for (int at = 0; at < mask.length() && seen < hidden; at++) {
      if (Character.isLetterOrDigit(mask.charAt(at))) {
        mask.setCharAt(at, '*');
        seen++;
      }
    }
    return mask.toString();
  }
}
