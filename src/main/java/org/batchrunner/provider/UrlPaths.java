package org.batchrunner.provider;

import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Builds the paths of requests. */
final class UrlPaths {

  private static final String UNRESERVED = "-._~";

  private UrlPaths() {}

  /** The base address's path, then this one, then the base address's query. */
  static String append(URI baseUrl, String path) {
    String base = baseUrl.getRawPath() == null ? "" : baseUrl.getRawPath();
    int end = base.length();
    while (end > 0 && base.charAt(end - 1) == '/') {
      end--;
    }
    String query = baseUrl.getRawQuery();
    return base.substring(0, end) + path + (query == null ? "" : "?" + query);
  }

  /** Encodes any text as one segment of a path. */
  static String segment(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || UNRESERVED.indexOf(c) >= 0;
      if (plain) {
        encoded.append(c);
      } else {
        encoded.append('%').append("%02X".formatted((int) c));
      }
    }
    return encoded.toString();
  }
}
