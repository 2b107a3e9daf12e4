package org.batchrunner.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** One line of JSON, an object. Messages do not repeat what is in it. */
final class JsonLine {

  private static final int DEPTH = 100;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH)
                          .maxStringLength(FileLimits.RECORD)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private JsonLine() {}

  static ObjectNode parse(String file, Lines.Line line) {
    try {
      if (MAPPER.readTree(line.text()) instanceof ObjectNode object) {
        return object;
      }
      throw new InvalidTaskFileException(
          file, line.number(), "each line must be a JSON object, such as {\"task\": \"...\"}");
    } catch (JsonProcessingException e) {
      throw new InvalidTaskFileException(file, line.number(), sentence(e));
    }
  }

  private static String sentence(JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    String where = location == null ? "" : "column %d: ".formatted(location.getColumnNr());
    if (e instanceof StreamConstraintsException) {
      return where
          + "the JSON is nested more than %d levels deep, or has too long a number"
              .formatted(DEPTH);
    }
    if (e instanceof JsonEOFException) {
      return where + "the JSON object does not end on its line. Write each object on one line";
    }
    return e.getOriginalMessage().startsWith("Duplicate field")
        ? where + "a field is given twice; keep only one"
        : where + "this is not valid JSON";
  }

  /** The text of a field of the object, as it is in the line. */
  static String raw(Lines.Line line, String field) {
    try (JsonParser parser = MAPPER.createParser(line.text())) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = parser.currentName().equals(field);
        parser.nextToken();
        long start = parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        if (wanted) {
          long end = parser.currentLocation().getCharOffset();
          return line.text().substring((int) start, (int) end);
        }
      }
      throw new IllegalStateException("no field " + field);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A value as a cell: a text as it is, nothing for null, else compact JSON. */
  static String cell(JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return "";
    }
    return value.isTextual() ? value.textValue() : value.toString();
  }
}
