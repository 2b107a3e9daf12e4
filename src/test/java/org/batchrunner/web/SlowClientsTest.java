package org.batchrunner.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.batchrunner.app.TestProgram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Clients that send a byte a second: they freeze nobody, and are given up. That takes its time, so
 * all of them are there at once.
 */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class SlowClientsTest {

  private static final int CLIENTS = 210;
  private static final Duration AT_ONCE = Duration.ofSeconds(5);

  @TempDir static Path home;
  private static TestProgram.Watch watching;
  private static URI page;
  private static String token;

  @BeforeAll
  static void start() {
    watching = TestProgram.in(home).mock().watch();
    page = watching.program().page();
    token = Client.tokenOf(watching.page());
  }

  @AfterAll
  static void stop() {
    watching.close();
  }

  /** Connections that have sent the head of a request, and now send its body byte by byte. */
  private static final class Slow implements AutoCloseable {

    private final List<Socket> sockets = new ArrayList<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Thread dripping = new Thread(this::drip);

    Slow(String head) throws IOException {
      for (int i = 0; i < CLIENTS; i++) {
        Socket socket = new Socket(page.getHost(), page.getPort());
        sockets.add(socket);
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      }
      dripping.setDaemon(true);
      dripping.start();
    }

    private void drip() {
      while (!ended.get()) {
        for (Socket socket : sockets) {
          try {
            OutputStream out = socket.getOutputStream();
            out.write('x');
          } catch (IOException e) {
            continue; // It was given up.
          }
        }
        try {
          TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
          return;
        }
      }
    }

    /** The first line that each has been answered, once its connection has ended. */
    List<String> answers() {
      return sockets.stream()
          .map(
              socket -> {
                try {
                  socket.setSoTimeout(60_000);
                  String all =
                      new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                  return all.lines().findFirst().orElse("closed");
                } catch (IOException e) {
                  return "closed";
                }
              })
          .toList();
    }

    @Override
    public void close() throws IOException {
      ended.set(true);
      dripping.interrupt();
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  private static String head(String line, String... headers) {
    return line
        + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        + String.join("\r\n", headers)
        + (headers.length > 0 ? "\r\n" : "")
        + "Content-Length: 100000\r\n\r\n";
  }

  private static String bearer() {
    return "Authorization: Bearer " + token;
  }

  private static void assertAnswersAtOnce() {
    Client client = new Client(watching.page());
    for (int i = 0; i < 3; i++) {
      CompletableFuture<Void> asked =
          CompletableFuture.runAsync(
              () -> {
                assertThat(client.get("/").status()).isEqualTo(200);
                assertThat(client.get("/api/status").status()).isEqualTo(200);
                assertThat(client.post("/api/runs", Map.of("prompt", "Why?")).status())
                    .isEqualTo(201);
                assertThat(client.upload("a.csv", "task\nWhy?\n")).isNotEmpty();
              });
      assertThat(asked).succeedsWithin(AT_ONCE);
    }
  }

  @Test
  void slowBodiesFreezeNobodyAndAreGivenUp() throws IOException {
    try (Slow slow = new Slow(head("POST /api/runs", bearer(), "Content-Type: application/json"))) {
      assertAnswersAtOnce();
      assertThat(slow.answers()).allMatch(line -> line.equals("closed") || line.contains(" 408"));
    }
  }

  @Test
  void slowFormsFreezeNobodyAndAreGivenUp() throws IOException {
    try (Slow slow =
        new Slow(
            head("POST /api/uploads", bearer(), "Content-Type: multipart/form-data; boundary=x"))) {
      assertAnswersAtOnce();
      assertThat(slow.answers()).allMatch(line -> line.equals("closed") || line.contains(" 408"));
    }
  }

  @Test
  void thoseWithoutATokenAreAnsweredBeforeTheirBody() throws IOException {
    try (Slow slow = new Slow(head("POST /api/runs", "Content-Type: application/json"))) {
      assertAnswersAtOnce();
      assertThat(slow.answers()).allMatch(line -> line.contains(" 401"));
    }
    try (Slow slow = new Slow(head("POST /api/session", "Content-Type: application/json"))) {
      assertAnswersAtOnce();
      assertThat(slow.answers()).allMatch(line -> line.contains(" 413"));
    }
    try (Slow slow = new Slow(head("GET /"))) {
      assertAnswersAtOnce();
      assertThat(slow.answers()).allMatch(line -> line.contains(" 200"));
    }
  }

  @Test
  void slowHeadersFreezeNobody() throws IOException {
    try (Slow slow = new Slow("POST /api/runs HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")) {
      assertAnswersAtOnce();
      Awaitility.await().until(() -> slow.sockets.stream().allMatch(Socket::isConnected));
    }
  }
}
