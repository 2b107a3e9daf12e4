package org.batchrunner.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import org.batchrunner.task.Json;
import org.jspecify.annotations.Nullable;

/** Texts as both databases can hold them. */
final class Texts {

  private static final int LONGEST = 4000;
  private static final ObjectWriter ASCII =
      Json.MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  private Texts() {}

  /** As JSON, in which neither NUL nor half a surrogate pair is left raw. */
  static String json(Object value) {
    String json = Json.write(value);
    if (!hasLoneSurrogate(json)) {
      return json;
    }
    try {
      return ASCII.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("can't be written as JSON", e);
    }
  }

  /** A short text from outside, such as a model's name or an error: without NUL, cut where long. */
  static @Nullable String plain(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    return cut.indexOf('\0') < 0 ? cut : cut.replace('\0', '\uFFFD');
  }

  private static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  /** 64 bits of a key, the same in every program. */
  static long hash(String key) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < key.length(); i++) {
      hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
