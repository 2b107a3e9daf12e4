package org.batchrunner.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;

/** Reads Google's quotas from the details of its errors, also when a gateway passes them on. */
final class Quotas {

  private static final Pattern LIMIT_OF_ZERO = Pattern.compile("\\blimit: 0(?:[^\\d.]|$)");

  private Quotas() {}

  /** Returns whether a daily quota is used up, or a quota is zero. */
  static boolean isUsedUp(ErrorBody error) {
    for (JsonNode detail : error.details()) {
      for (JsonNode violation : detail.path("violations")) {
        if (violation.path("quotaId").asText().contains("PerDay")
            || violation.path("quotaValue").asText().equals("0")) {
          return true;
        }
      }
    }
    return LIMIT_OF_ZERO.matcher(error.sentences()).find();
  }

  /** Returns whether all quotas are per minute. */
  static boolean isOfAMinute(ErrorBody error) {
    for (JsonNode detail : error.details()) {
      for (JsonNode violation : detail.path("violations")) {
        if (violation.path("quotaId").asText().contains("PerMinute")) {
          return true;
        }
      }
    }
    return false;
  }
}
