package org.batchrunner.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.batchrunner.common.Json;

/** Asks the API, as a script would. */
final class Client {

  private static final String BOUNDARY = "----boundary";

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI page;
  private final List<String> headers;

  /**
   * @param page with the token, {@code /?token=…}, where the program says one
   */
  Client(URI page, String... headers) {
    this.page = page.resolve("/");
    List<String> all = new ArrayList<>(List.of(headers));
    if (page.getQuery() != null && !all.contains("Authorization")) {
      all.addAll(List.of("Authorization", "Bearer " + tokenOf(page)));
    }
    this.headers = all;
  }

  static String tokenOf(URI page) {
    return page.getQuery().replaceFirst("^token=", "");
  }

  /** What was answered. */
  record Answer(int status, HttpResponse<byte[]> response) {

    String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    JsonNode json() {
      return Json.read(text(), JsonNode.class);
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  Answer get(String path) {
    return send("GET", path, null);
  }

  Answer post(String path, Object body) {
    return send("POST", path, body);
  }

  Answer send(String method, String path, Object body, String... more) {
    HttpRequest.Builder request = request(path, more);
    if (body == null) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, BodyPublishers.ofString(Json.write(body)));
    }
    return send(request.build());
  }

  /** A part of a form: a file, or a text where there is no file's name. */
  record Part(String name, String file, byte[] content) {

    static Part file(String name, String file, String content) {
      return new Part(name, file, content.getBytes(StandardCharsets.UTF_8));
    }

    static Part text(String name, String content) {
      return new Part(name, null, content.getBytes(StandardCharsets.UTF_8));
    }
  }

  Answer multipart(String path, Part... parts) {
    var body = new java.io.ByteArrayOutputStream();
    for (Part part : parts) {
      body.writeBytes(
          ("--%s\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n"
                  .formatted(
                      BOUNDARY,
                      part.name(),
                      part.file() == null
                          ? ""
                          : "; filename=\"%s\"\r\nContent-Type: application/octet-stream"
                              .formatted(part.file())))
              .getBytes(StandardCharsets.UTF_8));
      body.writeBytes(part.content());
      body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }
    body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return send(
        request(path)
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(BodyPublishers.ofByteArray(body.toByteArray()))
            .build());
  }

  /** Sends a task file; returns the id of its upload. */
  String upload(String name, String content) {
    return multipart("/api/uploads", Part.file("file", name, content))
        .json()
        .path("upload")
        .asText();
  }

  /** Runs a task file; returns the id of its batch. */
  String run(String name, String content, Map<String, ?> options) {
    Answer answer =
        post("/api/batches", Map.of("upload", upload(name, content), "options", options));
    if (answer.status() != 201) {
      throw new AssertionError(answer.text());
    }
    return answer.json().path("batch").asText();
  }

  /** An open stream of events, line by line. */
  java.util.stream.Stream<String> events(String path) {
    try {
      return http.send(request(path).build(), BodyHandlers.ofLines()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest.Builder request(String path, String... more) {
    HttpRequest.Builder request = HttpRequest.newBuilder(page.resolve(path));
    List<String> all = new java.util.ArrayList<>(headers);
    all.addAll(List.of(more));
    for (int i = 0; i < all.size(); i += 2) {
      request.header(all.get(i), all.get(i + 1));
    }
    return request;
  }

  private Answer send(HttpRequest request) {
    try {
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
