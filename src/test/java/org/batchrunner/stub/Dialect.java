package org.batchrunner.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How one API reads requests and writes replies, by its vendor's published format. */
interface Dialect {

  /** Whether a path (below the stub's prefix, without a query) belongs to this API. */
  boolean serves(String path);

  /**
   * The key of a request; null if there is none.
   *
   * @param header a header by its name in lower case
   */
  @Nullable String key(Function<String, @Nullable String> header);

  /** What is said to a request with a wrong key, or none. */
  Refused wrongKey(@Nullable String key);

  /**
   * Reads what is asked, and refuses what the vendor refuses.
   *
   * @throws Refused with the vendor's status and words
   */
  Question read(String path, Function<String, @Nullable String> header, JsonNode body)
      throws Refused;

  /** A reply's body. */
  ObjectNode reply(Question question, Completion completion);

  /** An error's body. */
  ObjectNode error(Refused refused);
}
