package org.batchrunner.stub;

/**
 * The tokens of a call.
 *
 * @param plainIn neither read from nor written to a cache
 * @param out all output, reasoning included
 * @param reasoning the part of {@code out} that is not in the text
 */
public record Used(int plainIn, int cacheRead, int cacheWrite, int out, int reasoning) {

  static final Used NOTHING = new Used(0, 0, 0, 0, 0);

  /** All input. */
  public int in() {
    return plainIn + cacheRead + cacheWrite;
  }
}
