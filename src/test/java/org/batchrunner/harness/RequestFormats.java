package org.batchrunner.harness;

import static org.assertj.core.api.Assertions.assertThat;

import org.batchrunner.stub.ModelRequest;
import org.batchrunner.stub.PublishedForm;

/** What requests of a debate are like. */
final class RequestFormats {

  /** Fails unless the request is in form, and asks for JSON by its API's own structured output. */
  void check(ModelRequest request) {
    assertThat(PublishedForm.faults(request.api(), request.body()))
        .as("%s", request.body())
        .isEmpty();
    boolean structured =
        switch (request.api()) {
          case OPENAI -> request.body().at("/response_format/json_schema/strict").asBoolean();
          case ANTHROPIC ->
              request.body().at("/tool_choice/name").equals(request.body().at("/tools/0/name"));
          case GEMINI -> request.body().at("/generationConfig").has("responseSchema");
        };
    assertThat(structured).as("structured output of %s", request.body()).isTrue();
  }
}
