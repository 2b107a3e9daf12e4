package org.batchrunner.corpus;

/**
 * A text as it is compared, and where each of its characters comes from.
 *
 * @param text the folded text
 * @param origins for each character of it, the offset of its origin in the original text; never
 *     falls; as long as the text or longer
 */
record Folded(String text, @SuppressWarnings("ArrayRecordComponent") int[] origins) {

  int origin(int index) {
    return origins[index];
  }
}
