package org.batchrunner.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;

/** Google's quotas, which stand in the details of its errors, whoever passes them on. */
final class Quotas {

  private static final Pattern LIMIT_OF_ZERO = Pattern.compile("\\blimit: 0(?:[^\\d.]|$)");

  private Quotas() {}

  /** A quota of a day, or of nothing at all. */
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

  /** Only quotas of a minute. */
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
