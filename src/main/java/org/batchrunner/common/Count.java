package org.batchrunner.common;

/** Writes a number with its noun, in the singular or the plural. */
public final class Count {

  private Count() {}

  /** Returns {@code 1 task}, {@code 2 tasks}, {@code 0 batches} for a noun in the singular. */
  public static String of(long number, String noun) {
    return number + " " + noun(number, noun);
  }

  /** Returns the noun alone, in the singular for 1 and else in the plural. */
  public static String noun(long number, String noun) {
    if (number == 1) {
      return noun;
    }
    return noun + (noun.endsWith("ch") || noun.endsWith("s") || noun.endsWith("x") ? "es" : "s");
  }
}
