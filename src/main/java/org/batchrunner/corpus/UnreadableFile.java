package org.batchrunner.corpus;

import java.io.IOException;

/** A file of the corpus that can't be used; the message goes after its name. */
final class UnreadableFile extends IOException {

  private static final long serialVersionUID = 1L;

  UnreadableFile(String message) {
    super(message);
  }

  UnreadableFile(String message, Throwable cause) {
    super(message, cause);
  }
}
