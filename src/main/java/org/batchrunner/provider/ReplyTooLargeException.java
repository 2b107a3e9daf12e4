package org.batchrunner.provider;

import java.io.IOException;

/**
 * A reply over the bound of its size: it was billed, can't be read, and would be as large again.
 */
public final class ReplyTooLargeException extends IOException {

  private static final long serialVersionUID = 1L;

  public ReplyTooLargeException(int maxBytes) {
    super("the reply is larger than " + maxBytes + " bytes");
  }
}
