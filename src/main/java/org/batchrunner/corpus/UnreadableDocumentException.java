package org.batchrunner.corpus;

import java.io.IOException;

/** A file of the corpus that can't be used; the message goes after its name. */
final class UnreadableDocumentException extends IOException {

  private static final long serialVersionUID = 1L;

  UnreadableDocumentException(String message) {
    super(message);
  }

  UnreadableDocumentException(String message, Throwable cause) {
    super(message, cause);
  }
}
