package org.batchrunner.stub;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks, whichever API it came by.
 *
 * @param counted all text that the vendor counts as input, with schemas and tools
 * @param messages how many messages there are
 * @param user the text of the user's messages
 * @param system the system text; null for none
 * @param maxTokens the limit of the output; 0 for none
 * @param schema the schema that the reply must follow; null for none
 * @param tool the tool that the reply must call; null for none
 */
record Question(
    String model,
    String counted,
    int messages,
    String user,
    @Nullable String system,
    int maxTokens,
    @Nullable JsonNode schema,
    @Nullable String tool) {}
