package org.batchrunner.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.batchrunner.task.Reply.Finish;

/** Finds the answer in a chat completion, in whatever field it is, since it was paid for. */
final class OpenAiContent {

  private static final Set<String> THOUGHTS =
      Set.of("thinking", "reasoning", "redacted_thinking", "reasoning_text");

  private OpenAiContent() {}

  static ApiFormat.Content of(JsonNode reply) throws ApiFormat.NotAReply {
    JsonNode choice = reply.path("choices").path(0);
    if (!choice.isObject()) {
      throw new ApiFormat.NotAReply("the reply has no choices");
    }
    JsonNode message = choice.path("message");
    if (!message.isObject() && choice.path("delta").isObject()) {
      message = choice.path("delta");
    }
    if (!message.isObject() && !message.isTextual() && !choice.path("text").isTextual()) {
      throw new ApiFormat.NotAReply("the reply's choice has no message");
    }
    ApiFormat.Content content = content(message, choice);
    if (isError(reply.path("error")) || isError(choice.path("error")) || saysError(choice)) {
      throw new ApiFormat.NotAReply("the reply broke off with an error", content.text());
    }
    return content;
  }

  private static boolean isError(JsonNode error) {
    return error.isObject() ? !error.isEmpty() : !error.asText("").isBlank() && !error.isNull();
  }

  private static boolean saysError(JsonNode choice) {
    return choice.path("finish_reason").asText("").strip().equalsIgnoreCase("error");
  }

  private static ApiFormat.Content content(JsonNode message, JsonNode choice) {
    FinishReason ending = FinishReason.openAi(choice.path("finish_reason"));
    List<JsonNode> others = new ArrayList<>();
    String text = message.isTextual() ? message.textValue() : text(message.path("content"), others);
    List<JsonNode> calls = calls(message);
    if (!calls.isEmpty()) {
      return new ApiFormat.Content(ToolCalls.text(calls), ending, false);
    }
    if (!text.isBlank()) {
      return new ApiFormat.Content(text, ending, others.isEmpty());
    }
    String refusal = refusal(message);
    if (!refusal.isBlank()) {
      Finish finish = ending.finish() == Finish.FILTER ? Finish.FILTER : Finish.REFUSAL;
      return new ApiFormat.Content(refusal, new FinishReason(finish, ending.word()), true);
    }
    for (JsonNode other :
        List.of(
            message.path("audio").path("transcript"),
            choice.path("text"),
            message.path("text"),
            message.path("output_text"))) {
      if (text.isBlank()) {
        text = other.asText("");
      }
    }
    if (text.isBlank() && !others.isEmpty()) {
      text = json(others);
    }
    return new ApiFormat.Content(text, ending, false);
  }

  /**
   * @param others gets the parts that hold something else than text and thoughts
   */
  private static String text(JsonNode content, List<JsonNode> others) {
    if (content.isObject()) {
      return part(content, others);
    }
    if (!content.isArray()) {
      return content.isNull() ? "" : content.asText("");
    }
    StringBuilder text = new StringBuilder();
    content.forEach(part -> text.append(part(part, others)));
    return text.toString();
  }

  private static String part(JsonNode part, List<JsonNode> others) {
    JsonNode text = part.isTextual() ? part : part.path("text");
    if (text.isObject()) {
      text = text.path("value");
    }
    if (text.isTextual()) {
      return text.textValue();
    }
    String type = part.path("type").asText("");
    if (!THOUGHTS.contains(type) && !type.equals("refusal") && !part.isNull()) {
      others.add(part);
    }
    return "";
  }

  private static String refusal(JsonNode message) {
    StringBuilder refusal = new StringBuilder(message.path("refusal").asText(""));
    if (message.path("content").isArray()) {
      message.path("content").forEach(part -> refusal.append(part.path("refusal").asText("")));
    }
    return message.path("refusal").isNull() && refusal.toString().equals("null")
        ? ""
        : refusal.toString();
  }

  private static List<JsonNode> calls(JsonNode message) {
    List<JsonNode> calls = new ArrayList<>();
    if (message.path("tool_calls").isArray()) {
      message.path("tool_calls").forEach(calls::add);
    }
    if (calls.isEmpty() && message.path("function_call").isObject()) {
      calls.add(message.path("function_call"));
    }
    return calls;
  }

  private static String json(List<JsonNode> parts) {
    ArrayNode array = RequestJson.array();
    parts.forEach(array::add);
    return parts.size() == 1 ? parts.get(0).toString() : array.toString();
  }
}
