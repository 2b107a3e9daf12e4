package org.batchrunner.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.batchrunner.batch.BatchFixture;
import org.batchrunner.batch.run.CallInProgress;
import org.batchrunner.provider.ReplyTooLargeException;
import org.batchrunner.task.CallProgress;
import org.batchrunner.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replies over a real connection: their size, their time, and how far a call has got. */
class BoundedReplyTest {

  private static final int MOST = 1000;

  /** Answers one request. */
  private interface Answer {
    void write(OutputStream out) throws IOException, InterruptedException;
  }

  @TempDir Path home;
  private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
  private final CountDownLatch over = new CountDownLatch(1);
  private BatchFixture fixture;
  private CallInProgress calling;
  private ServerSocket server;

  @BeforeEach
  void open() throws IOException {
    fixture = new BatchFixture(home);
    var batch = fixture.program().claim(fixture.accept(1, Map.of()).id());
    calling = fixture.planned(batch, Task.of(1, "Name a tree")).calls().get(0);
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    over.countDown();
    server.close();
    watch.shutdownNow();
    fixture.close();
  }

  private void answer(Answer answer) {
    Thread thread =
        new Thread(
            () -> {
              try (Socket socket = server.accept()) {
                int unused = socket.getInputStream().read(new byte[8192]);
                answer.write(socket.getOutputStream());
                socket.getOutputStream().flush();
              } catch (IOException | InterruptedException e) {
                // The client has gone: that is what some tests are about.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private static void head(OutputStream out, int status, int length) throws IOException {
    out.write(
        "HTTP/1.1 %d X\r\nContent-Type: application/json\r\nx-request-id: req-7\r\nContent-Length: %d\r\n\r\n"
            .formatted(status, length)
            .getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private String call(Duration deadline) throws IOException {
    BoundedReply bounds = new BoundedReply(MOST, deadline, watch, () -> calling, sent -> {});
    try (CloseableHttpClient client =
        HttpClients.custom()
            .disableAutomaticRetries()
            .addExecInterceptorFirst("bounds", bounds)
            .build()) {
      HttpPost post = new HttpPost("http://127.0.0.1:" + server.getLocalPort() + "/");
      post.setEntity(new StringEntity("{}", ContentType.APPLICATION_JSON));
      return client.execute(
          post, response -> response.getCode() + EntityUtils.toString(response.getEntity()));
    }
  }

  /** What is left of the reply would be taken for the beginning of the next one. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":[1,2]}              | 11 | 1",
        "{\"a\":\"}\\\"{\"}           | 12 | 1",
        "{\"a\":{\"b\":1},\"c\":2}    | 11 | 2",
        "{\"a\":\"}\"}               | 7  | 2",
        "a page                  | 3  | 2",
      })
  void aReplyThatIsCutByItsOwnLengthSpoilsNoOther(String body, int length, int connections)
      throws IOException {
    AtomicInteger accepted = new AtomicInteger();
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  Socket socket = server.accept();
                  accepted.incrementAndGet();
                  new Thread(() -> serve(socket, body, length)).start();
                }
              } catch (IOException e) {
                // The test is over.
              }
            });
    thread.setDaemon(true);
    thread.start();
    BoundedReply bounds =
        new BoundedReply(MOST, Duration.ofSeconds(10), watch, () -> calling, sent -> {});
    try (CloseableHttpClient client =
        HttpClients.custom()
            .disableAutomaticRetries()
            .addExecInterceptorFirst("bounds", bounds)
            .build()) {
      for (int i = 0; i < 2; i++) {
        HttpPost post = new HttpPost("http://127.0.0.1:" + server.getLocalPort() + "/");
        post.setEntity(new StringEntity("{}", ContentType.APPLICATION_JSON));
        String read =
            client.execute(
                post, response -> response.getCode() + EntityUtils.toString(response.getEntity()));
        assertThat(read).isEqualTo("200" + body.substring(0, length));
      }
    }
    assertThat(accepted).hasValue(connections);
  }

  private static void serve(Socket socket, String body, int length) {
    try (socket) {
      while (socket.getInputStream().read(new byte[8192]) > 0) {
        OutputStream out = socket.getOutputStream();
        head(out, 200, length);
        out.write(body.getBytes(StandardCharsets.US_ASCII));
        out.flush();
      }
    } catch (IOException e) {
      // The client has gone.
    }
  }

  @Test
  void aWholeReplyIsReadAndTheCallHasBeenAnswered() throws IOException {
    answer(
        out -> {
          head(out, 200, 2);
          out.write("ok".getBytes(StandardCharsets.US_ASCII));
        });
    assertThat(call(Duration.ofSeconds(20))).isEqualTo("200ok");
    assertThat(calling.progress()).isEqualTo(CallProgress.ANSWERED);
    assertThat(calling.vendorsId()).isEqualTo("req-7");
  }

  @Test
  void aReplyThatIsTooLargeIsCut() {
    answer(
        out -> {
          head(out, 200, 1_000_000);
          out.write(new byte[1_000_000]);
        });
    assertThatThrownBy(() -> call(Duration.ofSeconds(20)))
        .isInstanceOf(ReplyTooLargeException.class)
        .hasMessageContaining("1000 bytes");
    assertThat(calling.progress()).isEqualTo(CallProgress.RESPONDING);
  }

  @Test
  void aLargeRefusalIsARefusalAllTheSame() throws IOException {
    answer(
        out -> {
          head(out, 429, 5000);
          out.write("slow down".repeat(500).getBytes(StandardCharsets.US_ASCII));
        });
    assertThat(call(Duration.ofSeconds(20))).startsWith("429slow down").hasSize(3 + MOST);
    assertThat(calling.progress()).isEqualTo(CallProgress.ANSWERED);
  }

  @Test
  void aRefusalWhoseTextIsCutKeepsItsStatus() throws IOException {
    answer(
        out -> {
          head(out, 429, 500);
          out.write("slow down".getBytes(StandardCharsets.US_ASCII));
        });
    assertThat(call(Duration.ofSeconds(20))).isEqualTo("429slow down");
  }

  @Test
  void aSuccessWhoseTextIsCutIsNoReply() {
    answer(
        out -> {
          head(out, 200, 500);
          out.write("half".getBytes(StandardCharsets.US_ASCII));
        });
    assertThatThrownBy(() -> call(Duration.ofSeconds(20))).isInstanceOf(IOException.class);
    assertThat(calling.progress()).isEqualTo(CallProgress.RESPONDING);
  }

  /** A time-out of the socket never meets a server that drips. */
  @Test
  void aReplyThatDripsEndsAtItsDeadline() {
    answer(
        out -> {
          head(out, 200, 500);
          while (!over.await(20, java.util.concurrent.TimeUnit.MILLISECONDS)) {
            out.write('x');
            out.flush();
          }
        });
    assertThatThrownBy(() -> call(Duration.ofMillis(300)))
        .isInstanceOf(SocketTimeoutException.class)
        .hasMessageContaining("no whole reply within");
    assertThat(calling.progress()).isEqualTo(CallProgress.RESPONDING);
  }

  @Test
  void aServerThatSaysNothingEndsAtItsDeadline() {
    answer(out -> over.await());
    assertThatThrownBy(() -> call(Duration.ofMillis(300)))
        .isInstanceOf(SocketTimeoutException.class);
    assertThat(calling.progress()).isEqualTo(CallProgress.SENT);
  }
}
