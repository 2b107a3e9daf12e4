package org.batchrunner.intake;

/** A task file that can't be used: what is wrong, in which line, what to do. */
public final class BadTaskFile extends BadInput {

  private static final long serialVersionUID = 1L;

  BadTaskFile(String file, long line, String sentence) {
    super(file, line, sentence);
  }
}
