package org.batchrunner.corpus;

import java.time.Duration;

/**
 * The limits of a corpus.
 *
 * @param passageChars the longest passage
 * @param overlapChars what two neighbouring passages share
 * @param documentChars the longest text of a document, and the largest text file in bytes
 * @param unused how long a cache is kept that nobody opens
 */
public record CorpusLimits(int passageChars, int overlapChars, int documentChars, Duration unused) {

  public static final CorpusLimits DEFAULTS =
      new CorpusLimits(1200, 200, 20_000_000, Duration.ofDays(30));

  public CorpusLimits {
    if (passageChars < 100 || overlapChars < 0 || overlapChars > passageChars / 4) {
      throw new IllegalArgumentException("passages of 100 characters or more, a quarter shared");
    }
  }
}
