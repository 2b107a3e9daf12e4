package org.batchrunner.stub;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** JSON in and out. */
final class Bodies {

  static final ObjectMapper MAPPER =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(200_000_000).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Bodies() {}

  /**
   * @throws IOException if it is not valid JSON in valid UTF-8
   */
  static JsonNode read(byte[] body) throws IOException {
    if (body.length == 0) {
      throw new IOException("empty");
    }
    strict(body);
    return MAPPER.readTree(body);
  }

  /** Jackson takes some sequences that are no UTF-8. */
  private static void strict(byte[] body) throws CharacterCodingException {
    var unused = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
  }

  static byte[] write(Object node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
