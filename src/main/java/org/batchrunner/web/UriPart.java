package org.batchrunner.web;

import java.nio.charset.StandardCharsets;
import org.springframework.web.util.UriUtils;

/** Text as a segment of an address. */
final class UriPart {

  private UriPart() {}

  static String of(String text) {
    return UriUtils.encodePathSegment(text, StandardCharsets.UTF_8);
  }
}
