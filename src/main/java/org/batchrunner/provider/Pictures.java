package org.batchrunner.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Base64;
import java.util.Iterator;
import java.util.Locale;
import org.batchrunner.common.Json;
import org.jspecify.annotations.Nullable;

/**
 * Counts the pictures of a request in OpenAI's format by their width and height instead of their
 * bytes.
 */
final class Pictures {

  /** Up to where a header is looked for: pictures of cameras have previews before it. */
  private static final int LOOKED_AT = 1_000_000;

  private static final String DATA = "data:";

  /**
   * A request without its pictures.
   *
   * @param rest what is left of the request, a token a byte
   * @param tokens the most that the pictures count
   */
  record Apart(byte[] rest, long tokens) {}

  private Pictures() {}

  static Apart of(String model, byte[] request) {
    JsonNode body;
    try {
      body = Json.MAPPER.readTree(request);
    } catch (IOException e) {
      return new Apart(request, 0);
    }
    long tokens = 0;
    for (JsonNode message : body.path("messages")) {
      for (Iterator<JsonNode> parts = message.path("content").elements(); parts.hasNext(); ) {
        JsonNode part = parts.next();
        if (isPicture(part)) {
          tokens += most(model, part);
          parts.remove();
        }
      }
    }
    return new Apart(RequestJson.bytes(body), tokens);
  }

  /**
   * Returns whether the part is a picture; other files may have any number of pages, so each byte
   * counts as a token.
   */
  private static boolean isPicture(JsonNode part) {
    if (!part.path("type").asText().equals("image_url")) {
      return false;
    }
    String url = url(part);
    if (!url.regionMatches(true, 0, DATA, 0, DATA.length())) {
      return !url.isBlank();
    }
    String type = url.substring(0, Math.min(url.length(), 40)).toLowerCase(Locale.ROOT);
    return type.startsWith("data:image/") && !type.startsWith("data:image/svg");
  }

  private static String url(JsonNode part) {
    JsonNode picture = part.path("image_url");
    return picture.isTextual() ? picture.textValue() : picture.path("url").asText("");
  }

  private static long most(String model, JsonNode part) {
    return PictureRule.most(
        model, size(url(part)), part.path("image_url").path("detail").asText(""));
  }

  private static @Nullable PictureSize size(String url) {
    int comma = url.indexOf(',');
    boolean coded =
        comma > 0
            && url.regionMatches(true, 0, DATA, 0, DATA.length())
            && url.substring(0, comma).toLowerCase(Locale.ROOT).endsWith(";base64");
    if (!coded) {
      return null;
    }
    String beginning = url.substring(comma + 1, Math.min(url.length(), comma + 1 + LOOKED_AT));
    String whole = beginning.substring(0, beginning.length() / 4 * 4);
    try {
      return PictureSize.of(Base64.getMimeDecoder().decode(whole));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
