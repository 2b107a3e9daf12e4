package org.batchrunner.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.batchrunner.common.Json;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * A request that is answered before any controller sees it.
 *
 * @param detail a sentence
 */
record RefusedRequest(int status, String title, String detail) {

  private static final String SECONDS = "1";

  /** Writes it as a problem (RFC 9457). */
  void write(HttpServletResponse response) throws IOException {
    response.setStatus(status);
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    if (status == HttpServletResponse.SC_UNAUTHORIZED) {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    if (status == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
      response.setHeader(HttpHeaders.RETRY_AFTER, SECONDS);
    }
    response.getOutputStream().write(json());
  }

  byte[] json() {
    return Json.write(
            Map.of("type", "about:blank", "title", title, "status", status, "detail", detail))
        .getBytes(StandardCharsets.UTF_8);
  }
}
