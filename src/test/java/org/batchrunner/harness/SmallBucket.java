package org.batchrunner.harness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** As much of S3 as it takes to list a bucket, to read its objects and to delete them. */
final class SmallBucket implements AutoCloseable {

  private final Map<String, byte[]> objects = new ConcurrentSkipListMap<>();
  private final HttpServer server;
  private final String name;

  SmallBucket(String name) {
    this.name = name;
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void put(String key, String text) {
    objects.put(key, text.getBytes(StandardCharsets.UTF_8));
  }

  boolean isEmpty() {
    return objects.isEmpty();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath().substring(1);
      String key = path.contains("/") ? path.substring(path.indexOf('/') + 1) : "";
      byte[] object = objects.get(key);
      if (!path.startsWith(name)) {
        send(exchange, 404, new byte[0]);
      } else if (exchange.getRequestMethod().equals("DELETE")) {
        objects.remove(key);
        exchange.sendResponseHeaders(204, -1);
      } else if (key.isEmpty()) {
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        send(exchange, 200, list().getBytes(StandardCharsets.UTF_8));
      } else {
        exchange.getResponseHeaders().set("ETag", "\"1\"");
        send(exchange, object == null ? 404 : 200, object == null ? new byte[0] : object);
      }
    }
  }

  private String list() {
    StringBuilder list = new StringBuilder("<?xml version=\"1.0\"?><ListBucketResult>");
    list.append("<Name>").append(name).append("</Name><IsTruncated>false</IsTruncated>");
    objects.forEach(
        (key, object) ->
            list.append("<Contents><Key>%s</Key><Size>%d</Size>".formatted(key, object.length))
                .append("<LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents>"));
    return list.append("</ListBucketResult>").toString();
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    boolean head = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
    exchange.sendResponseHeaders(status, head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
