package org.batchrunner.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.batchrunner.common.Json;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Prompt;
import org.batchrunner.task.Task;
import org.batchrunner.task.Workflow;
import org.batchrunner.task.options.Options;
import org.jspecify.annotations.Nullable;

/** Creates the request to a debater. */
public final class DraftPrompt {

  static final String SCHEMA_NAME = "draft";

  private static final String SYSTEM =
      """
      You are one of several experts who answer the same task, each alone. %s
      Reply with one JSON object and nothing else. Its fields:
      - "answer": the complete answer, in the form and the language that the task asks for. Only this \
      is shown to the user, so it must stand by itself. If you can't or won't answer, say so here.
      - "evidence": up to five short statements of what the answer rests on; empty if it rests on \
      nothing but the task.
      - "confidence": from 0 to 1, how likely it is that the answer is right and complete.
      - "safety_flags": those of the following names that are true of the answer, mostly none:
      %s""";

  private static final String CITATIONS =
      """

      - "citations": the passages that the answer rests on, each with "title", "document" and \
      "quote".""";

  private DraftPrompt() {}

  /**
   * @param text the task's text, its template filled in
   * @param grounding the passages of the corpus; null without one
   * @throws org.batchrunner.task.options.InvalidOptionException if {@code model-parameters} has a
   *     token limit that is not valid
   */
  public static Prompt of(
      Task task, Options options, ModelId debater, String text, @Nullable Grounding grounding) {
    Parameters parameters = Parameters.of(options, debater, options.temperature());
    if (task.body() != null) {
      return asItIs(task.body(), text, parameters.maxTokens());
    }
    boolean free = options.workflow() == Workflow.SINGLE && grounding == null;
    return new Prompt(
        free ? options.system().orElse(null) : system(options, grounding != null),
        grounding == null ? null : grounding.sharedText(options.requiredCitations()),
        grounding == null ? text : grounding.ownText() + "\nTask:\n" + text,
        free ? null : schema(grounding != null),
        free ? null : SCHEMA_NAME,
        parameters.maxTokens(),
        parameters.temperature(),
        parameters.fields(),
        null);
  }

  /**
   * Creates the request of a line in the OpenAI batch format; if it has a token limit, that limit
   * applies.
   */
  private static Prompt asItIs(String body, String text, int maxTokens) {
    int limit = maxTokens;
    try {
      JsonNode request = Json.MAPPER.readTree(body);
      limit = request.path("max_tokens").asInt(limit);
      limit = request.path("max_completion_tokens").asInt(limit);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the task's body is not JSON", e);
    }
    return new Prompt(null, null, text, null, null, limit, null, Map.of(), body);
  }

  private static String system(Options options, boolean grounded) {
    String what =
        options.workflow() == Workflow.DEBATE
            ? "A judge compares the answers, and the best one is published as it stands."
            : "Each answer is published as it stands.";
    String own = options.system().map(system -> "\n\nFor the answer:\n" + system).orElse("");
    return SYSTEM.formatted(what, SafetyFlag.explained()) + (grounded ? CITATIONS : "") + own;
  }

  /**
   * Returns the schema, with only those features that all vendors support; ranges are described in
   * words.
   */
  private static JsonNode schema(boolean grounded) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.set(
        "answer", AnswerSchema.string("The complete answer, all that the user gets to see."));
    fields.set("evidence", AnswerSchema.array(AnswerSchema.string("What the answer rests on.")));
    fields.set("confidence", AnswerSchema.number("From 0 to 1."));
    fields.set("safety_flags", AnswerSchema.array(AnswerSchema.oneOf(SafetyFlag.names())));
    if (grounded) {
      ObjectNode citation = JsonNodeFactory.instance.objectNode();
      citation.set("title", AnswerSchema.string("The source's title."));
      citation.set("document", AnswerSchema.string("The source's document."));
      citation.set("quote", AnswerSchema.string("Copied from the source word for word."));
      fields.set("citations", AnswerSchema.array(AnswerSchema.object(citation)));
    }
    return AnswerSchema.object(fields);
  }
}
