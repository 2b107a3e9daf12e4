package org.batchrunner.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The vendors' published definitions of requests, as JSON schemas that know no other field. */
public final class PublishedForm {

  private static final Map<Api, JsonSchema> SCHEMAS = new EnumMap<>(Api.class);

  static {
    for (Api api : Api.values()) {
      String file = "/formats/" + api.name().toLowerCase(Locale.ROOT) + "-request.json";
      try (InputStream schema = PublishedForm.class.getResourceAsStream(file)) {
        SCHEMAS.put(
            api, JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private PublishedForm() {}

  /** What is wrong with a request; empty if nothing is. */
  public static Set<ValidationMessage> faults(Api api, JsonNode body) {
    return SCHEMAS.get(api).validate(body);
  }
}
