package org.batchrunner.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the ledger can be written.
 *
 * @param cause why it can't, as a sentence; null if it can
 * @param since when that began; null if it can
 */
public record Health(@Nullable String cause, @Nullable Instant since) {

  static final Health GOOD = new Health(null, null);

  public boolean good() {
    return cause == null;
  }
}
