package org.batchrunner.ledger;

import org.jspecify.annotations.Nullable;

/** What the ledger can't do. The message is a sentence that says what to do about it. */
public class LedgerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LedgerException(String message) {
    super(message);
  }

  LedgerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
