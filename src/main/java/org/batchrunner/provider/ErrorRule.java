package org.batchrunner.provider;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A rule of the table of errors.
 *
 * @param codes in lower case
 * @param says a pattern for the vendor's sentence; null if only codes count
 * @param statuses the statuses that the rule applies to; empty for all
 * @param source the address of the page that documents these words
 */
record ErrorRule(
    Meaning means,
    String vendor,
    Set<String> codes,
    @Nullable Pattern says,
    Set<Integer> statuses,
    String source) {

  /** What an error means for the batch. */
  enum Meaning {
    /** The account is out of credit, or a daily or monthly limit is used up. */
    CREDIT,
    /** There are too many requests. */
    RATE,
    /** The key, address or region is wrong: no task can succeed. */
    ACCOUNT,
    /** No task can succeed with this model. */
    MODEL,
    /** Only this request is wrong. */
    OWN
  }

  /**
   * @param echoed tests whether a text, in lower case and with single spaces, is in the request
   */
  boolean fits(int status, ErrorBody error, Predicate<String> echoed) {
    if (!statuses.isEmpty() && !statuses.contains(status)) {
      return false;
    }
    return error.codes().stream().anyMatch(code -> codes.contains(code.toLowerCase(Locale.ROOT)))
        || isSaid(error.sentences(), echoed);
  }

  private boolean isSaid(String sentences, Predicate<String> echoed) {
    if (says == null) {
      return false;
    }
    Matcher matcher = says.matcher(sentences);
    int tries = 0;
    while (tries++ < 20 && matcher.find()) {
      if (!echoed.test(matcher.group())) {
        return true;
      }
    }
    return false;
  }
}
