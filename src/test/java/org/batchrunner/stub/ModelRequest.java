package org.batchrunner.stub;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request as scripts see it.
 *
 * @param number from 1, in the order of arrival
 * @param asked how often this very request has come, from 1
 * @param hash of API, model and body: equal for equal requests
 * @param user the text of the user's messages
 * @param system the system text; null for none
 * @param maxTokens the limit of the output; 0 for none
 * @param schema the schema that the reply must follow; null for none
 * @param body the request as it came
 */
public record ModelRequest(
    long number,
    int asked,
    Api api,
    String model,
    String hash,
    String user,
    @Nullable String system,
    int maxTokens,
    @Nullable JsonNode schema,
    JsonNode body,
    Instant arrived) {

  /** A number that depends on the request, on how often it came, and on nothing else. */
  long seed(long seed) {
    return Long.parseUnsignedLong(hash, 16) * 31 + seed * 0x9E3779B97F4A7C15L + asked * 1_000_003L;
  }
}
