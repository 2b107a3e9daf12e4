package org.batchrunner.provider;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A line of the table of errors.
 *
 * @param codes in lower case
 * @param says what the vendor's sentence holds; null if only codes count
 * @param statuses that it is for; empty for all
 * @param source where its words were seen
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
    /** No money, or a limit by the day or the month is used up. */
    CREDIT,
    /** Asked too fast. */
    RATE,
    /** Key, address or region: no row can succeed. */
    ACCOUNT,
    /** No row can succeed with this model. */
    MODEL,
    /** The fault of this one request. */
    OWN
  }

  /**
   * @param echoed whether a text, in lower case and with single spaces, stands in the request
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
