package org.batchrunner.upkeep;

import org.jspecify.annotations.Nullable;

/**
 * A finding of the doctor.
 *
 * @param sentence what was found and, if something is wrong, what to do
 */
public record Finding(Level level, String sentence) {

  /** How serious a finding is. */
  public enum Level {
    OK,
    /** Worth knowing; nothing has to be done at once. */
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
