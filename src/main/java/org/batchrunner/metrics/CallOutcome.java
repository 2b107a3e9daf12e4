package org.batchrunner.metrics;

import java.util.Locale;
import org.batchrunner.provider.CallFailure;

/** What became of a call, for who counts them. */
public enum CallOutcome {
  ANSWERED,
  /** With a usage that has no price. */
  UNPRICED,
  /** With something that is no reply. */
  UNREADABLE,
  RATE_LIMITED,
  OUT_OF_CREDIT,
  /** 4xx. */
  REFUSED,
  /** 5xx. */
  SERVER_ERROR,
  NO_CONNECTION,
  /** A time-out, a reset: it may have been billed. */
  LOST;

  private static final int TOO_MANY = 429;
  private static final int SERVER = 500;

  public static CallOutcome of(CallFailure outcome) {
    if (outcome.outOfCredit()) {
      return OUT_OF_CREDIT;
    }
    Integer status = outcome.httpStatus();
    if (status == null) {
      return outcome.billed() == CallFailure.Billed.NO ? NO_CONNECTION : LOST;
    }
    if (status == TOO_MANY) {
      return RATE_LIMITED;
    }
    return status >= SERVER ? SERVER_ERROR : status < 400 ? UNREADABLE : REFUSED;
  }

  /** As it stands in metrics and logs. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
