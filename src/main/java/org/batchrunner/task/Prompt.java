package org.batchrunner.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model is asked, in no vendor's format.
 *
 * @param system the system text; null for none
 * @param shared the first part of the user's text, the same for every task of a batch, so that the
 *     provider can cache it; null for none
 * @param user the user's text
 * @param schema JSON schema of the reply; null for free text
 * @param schemaName names the schema, and the tool where one carries it
 * @param maxTokens the completion's limit
 * @param temperature null where it must not be sent
 * @param parameters more fields of the request, as they are
 * @param body a whole request as it is, which replaces all the above but {@code maxTokens}
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
