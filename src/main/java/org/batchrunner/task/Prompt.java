package org.batchrunner.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to a model, independent of the vendor's format.
 *
 * @param system the system text; null for none
 * @param shared the first part of the user text, which is the same for every task of a batch, so
 *     that the provider can cache it; null for none
 * @param user the user text
 * @param schema the JSON schema of the reply; null for free text
 * @param schemaName the name of the schema, and of the tool if the schema is sent as a tool
 * @param maxTokens the most tokens of the completion
 * @param temperature the temperature; null if none must be sent
 * @param parameters additional fields of the request, sent unchanged
 * @param body a complete request to send unchanged, which replaces all of the above but {@code
 *     maxTokens}
 */
public record Prompt(
    @Nullable String system,
    @Nullable String shared,
    String user,
    @Nullable JsonNode schema,
    @Nullable String schemaName,
    int maxTokens,
    @Nullable BigDecimal temperature,
    Map<String, Object> parameters,
    @Nullable String body) {

  public static Prompt text(@Nullable String system, String user, int maxTokens) {
    return new Prompt(system, null, user, null, null, maxTokens, null, Map.of(), null);
  }
}
