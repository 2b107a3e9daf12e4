package org.batchrunner.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.batchrunner.stub.Api;
import org.batchrunner.stub.ModelRequest;

/** The vendors' published formats, as JSON schemas that know no other field than we use. */
final class RequestFormats {

  private final Map<Api, JsonSchema> schemas = new EnumMap<>(Api.class);

  RequestFormats() {
    for (Api api : Api.values()) {
      String file = "/formats/" + api.name().toLowerCase(Locale.ROOT) + "-request.json";
      try (InputStream schema = RequestFormats.class.getResourceAsStream(file)) {
        schemas.put(
            api, JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Fails unless the request is in form, and asks for JSON by its API's own structured output. */
  void check(ModelRequest request) {
    assertThat(schemas.get(request.api()).validate(request.body()))
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
