package org.batchrunner.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.batchrunner.stub.Api;
import org.batchrunner.stub.ModelRequest;
import org.batchrunner.stub.ModelStub;
import org.batchrunner.stub.Reaction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The result file that {@code docs/workflow.md} explains is what the program really writes. */
class WorkflowPageIT {

  private static final String TASK =
      "Write two sentences that invite parents to the science fair on May 14.";
  private static final String OPENAI =
      """
      {"answer": "Our science fair opens its doors on May 14 at 5 pm in the gym. Come and see what \
      your children have built, and ask them how it works!", "evidence": ["The task gives the date"], \
      "confidence": 0.86, "safety_flags": []}""";
  private static final String ANTHROPIC =
      """
      Here is the invitation:
      ```json
      {"answer": "Join us for the science fair on May 14. Questions? Write to fair@example.org.", \
      "evidence": [], "confidence": 95, "safety_flags": ["unverified"]}
      ```""";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  @TempDir Path home;

  private static Reaction react(ModelRequest request) {
    if (!request.user().contains(TASK)) {
      return Reaction.answer();
    }
    if (request.schema() != null && request.schema().path("properties").has("scores")) {
      return Reaction.answer(scores(request)).used(702, 118);
    }
    return switch (request.api()) {
      case OPENAI -> Reaction.answer(OPENAI).used(371, 63);
      case ANTHROPIC -> Reaction.raw(200, message(request.model()));
      case GEMINI -> Reaction.answer("I'm sorry, but I can't help with that.").used(371, 14);
    };
  }

  /** A model that was to use a tool, and wrote a text. */
  private static String message(String model) {
    ObjectNode message = JSON.createObjectNode().put("type", "message").put("model", model);
    message.putArray("content").addObject().put("type", "text").put("text", ANTHROPIC);
    message.put("stop_reason", "end_turn");
    message.putObject("usage").put("input_tokens", 371).put("output_tokens", 71);
    return message.toString();
  }

  private static String scores(ModelRequest request) {
    ObjectNode reply = JSON.createObjectNode();
    Scene.blocks(request)
        .forEach(
            (label, text) -> {
              boolean best = text.contains("5 pm");
              reply
                  .withArray("scores")
                  .addObject()
                  .put("draft", label)
                  .put("task_fit", best ? 4 : 3)
                  .put("support", best ? 2.5 : 2)
                  .put("clarity", best ? 2 : 3)
                  .put(
                      "reason",
                      best
                          ? "Two inviting sentences with the date; the time and the place are made up."
                          : "Gives the date, but adds an address that the task does not have.");
            });
    return reply.toString();
  }

  @Test
  void theFileOnThePageIsWhatTheProgramWrites() throws IOException {
    JsonNode page = page();
    JsonNode file;
    try (ModelStub stub = ModelStub.start().script(WorkflowPageIT::react)) {
      Workplace workplace = workplace(stub);
      StringBuilder csv = new StringBuilder("id,task\n");
      for (int row = 1; row < 12; row++) {
        csv.append("A-").append(row).append(",Name the number ").append(row).append(".\n");
      }
      Path tasks = workplace.file("fair.csv", csv + "A-12," + TASK + "\n");
      try (ProgramProcess program = workplace.start("run", tasks.toString())) {
        assertThat(program.exitCode()).as(program.err()).isZero();
      }
      String result = "results/0000012-A-12.json";
      file = JSON.readTree(workplace.batches().get(0).resolve(result).toFile());
    }
    assertThat(file.path("duration_s").decimalValue()).isPositive();
    assertThat(JSON.writeValueAsString(withoutTimes(file)))
        .as("as it should stand in docs/workflow.md:%n%s", file.toPrettyString())
        .isEqualTo(JSON.writeValueAsString(withoutTimes(page)));
  }

  private static JsonNode page() throws IOException {
    String page = Files.readString(Path.of("docs/workflow.md"));
    int start = page.indexOf("```json\n{\n  \"id\" : \"A-12\"") + "```json\n".length();
    return JSON.readTree(page.substring(start, page.indexOf("\n```", start)));
  }

  private static JsonNode withoutTimes(JsonNode result) {
    ObjectNode copy = result.deepCopy();
    copy.put("duration_s", 0);
    copy.path("usage").forEach(row -> ((ObjectNode) row).put("latency_s", 0));
    return copy;
  }

  private Workplace workplace(ModelStub stub) {
    return new Workplace(Application.built(), home)
        .provider("openai", stub.baseUrl(Api.OPENAI))
        .provider("anthropic", stub.baseUrl(Api.ANTHROPIC))
        .provider("google", stub.baseUrl(Api.GEMINI))
        .set("defaults.debaters", String.join(",", DEBATERS))
        .set("defaults.judge", DEBATERS.get(0))
        .java("-XX:TieredStopAtLevel=1");
  }

  private static final List<String> DEBATERS =
      List.of("openai/gpt-4o-mini", "anthropic/claude-haiku-4-5", "google/gemini-2.5-flash");
}
