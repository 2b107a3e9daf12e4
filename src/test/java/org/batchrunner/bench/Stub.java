package org.batchrunner.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.batchrunner.stub.StubMain;

/** The stub of the vendors, in a process of its own. */
final class Stub implements AutoCloseable {

  private final Peer process = Peer.start(StubMain.class, "--count=ROUGH");
  private final String address = "http://127.0.0.1:" + process.hear();
  private final HttpClient http = HttpClient.newHttpClient();

  /** What a provider's {@code base-url} is set to. */
  URI api() {
    return URI.create(address + "/v1");
  }

  /** The URL of chat completions. */
  String completions() {
    return address + "/v1/chat/completions";
  }

  void latency(Duration latency) {
    JsonNode unused =
        send(
            HttpRequest.newBuilder(URI.create(address + "/__script"))
                .POST(
                    BodyPublishers.ofString(
                        "{\"reset\":true,\"latency_ms\":" + latency.toMillis() + "}")));
  }

  /** Times in milliseconds since 1970. */
  record Times(int requests, long firstRequest, long lastReply) {}

  /**
   * @param since a time in milliseconds since 1970
   */
  Times times(long since) {
    JsonNode times = send(HttpRequest.newBuilder(URI.create(address + "/__times?since=" + since)));
    return new Times(
        times.path("requests").asInt(),
        times.path("first_request_ms").asLong(),
        times.path("last_reply_ms").asLong());
  }

  private JsonNode send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException("the stub said " + response.statusCode());
      }
      return new ObjectMapper().readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
