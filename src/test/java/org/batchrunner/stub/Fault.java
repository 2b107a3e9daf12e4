package org.batchrunner.stub;

/** What vendors and networks do. */
public enum Fault {
  /** 429, with how long to wait in one form or another. */
  RATE_LIMITED,
  /** 500. */
  SERVER_ERROR,
  /** 503. */
  UNAVAILABLE,
  /** 529, Anthropic's word for too many of everyone's requests. */
  OVERLOADED,
  /** 504 after the model has answered: billed. */
  GATEWAY_TIMEOUT,
  /** The connection is reset, and nothing is billed. */
  RESET_BEFORE,
  /** The connection is reset after the model has answered: billed. */
  RESET_AFTER,
  /** Never an answer, and billed. */
  NEVER,
  /** A byte a second. */
  DRIP,
  /** An answer of 100 MB. */
  HUGE,
  /** A proxy's page with status 200, billed. */
  HTML,
  /** Status 200 and no body, billed. */
  EMPTY,
  /** The connection is closed in the middle of the body. */
  CUT,
  /** A whole body with half of the JSON. */
  CUT_JSON,
  /** JSON that is no reply of this API. */
  MALFORMED,
  MALFORMED_USAGE,
  NO_USAGE,
  /** The account is empty. */
  OUT_OF_CREDIT,
  /** The quota of the day is used up. */
  DAILY_QUOTA,
  /** A refusal that asks for another try: {@code x-should-retry: true}. */
  RETRY_SAID,
  /** A failure that forbids another try: {@code x-should-retry: false}. */
  NO_RETRY_SAID
}
