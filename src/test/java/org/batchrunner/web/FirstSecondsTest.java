package org.batchrunner.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.batchrunner.app.TestProgram;
import org.batchrunner.web.Client.Answer;
import org.batchrunner.web.Client.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server listens before the routes run: until they do, nothing is accepted. */
class FirstSecondsTest {

  @TempDir Path home;

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void nothingIsAcceptedBehindAnError() throws Exception {
    int port = freePort();
    CompletableFuture<TestProgram.Watch> starting =
        CompletableFuture.supplyAsync(
            () ->
                TestProgram.in(home)
                    .with(
                        "--batch-runner.mode=mock",
                        "--batch-runner.web.token=none",
                        "--server.port=" + port)
                    .watch());
    Client client = new Client(URI.create("http://127.0.0.1:%d/".formatted(port)));
    List<Answer> answers = new ArrayList<>();
    while (answers.isEmpty() || answers.get(answers.size() - 1).status() != 201) {
      try {
        answers.add(client.multipart("/api/batches", Part.file("file", "a.csv", "task\nWhy?\n")));
        answers.add(client.multipart("/api/batches", Part.file("file", "a.csv", "task\nWhy?\n")));
      } catch (UncheckedIOException e) {
        assertThat(starting).isNotCompletedExceptionally(); // It does not listen yet.
      }
    }
    try (TestProgram.Watch watching = starting.get()) {
      System.out.println(answers.stream().map(Answer::status).toList());
      for (Answer answer : answers) {
        assertThat(answer.status()).as(answer.text()).isIn(201, 503);
        if (answer.status() == 503) {
          assertThat(answer.header("Retry-After")).isEqualTo("1");
          assertThat(answer.json().path("detail").asText()).contains("is starting");
        }
      }
      long accepted = answers.stream().filter(answer -> answer.status() == 201).count();
      assertThat(watching.program().inspection().latest(100))
          .hasSizeLessThanOrEqualTo((int) accepted);
    }
  }
}
