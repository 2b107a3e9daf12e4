package org.batchrunner.upkeep;

import org.jspecify.annotations.Nullable;

/**
 * What the doctor found.
 *
 * @param sentence what it is and, unless it is well, what to do
 */
public record Finding(Level level, String sentence) {

  /** How bad it is. */
  public enum Level {
    OK,
    /** Good to know. */
    NOTE,
    /** Something has to be done. */
    WRONG
  }

  static Finding ok(String sentence, @Nullable Object... values) {
    return new Finding(Level.OK, sentence.formatted(values));
  }

  static Finding note(String sentence, @Nullable Object... values) {
    return new Finding(Level.NOTE, sentence.formatted(values));
  }

  static Finding wrong(String sentence, @Nullable Object... values) {
    return new Finding(Level.WRONG, sentence.formatted(values));
  }
}
