package org.batchrunner.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.batchrunner.app.TestProgram.Said;
import org.batchrunner.harness.TaskFiles;
import org.batchrunner.stub.Api;
import org.batchrunner.stub.Entry;
import org.batchrunner.stub.ModelStub;
import org.batchrunner.stub.Reaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Model calls through the routes: what is tried again and when, and what is asked once only. */
class CallsTest {

  @TempDir Path home;
  private ModelStub stub;

  @BeforeEach
  void start() {
    stub = ModelStub.start();
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  @Test
  void aFailedCallIsTriedAgainAfterItsDelays() throws IOException {
    stub.enqueue(error(500), error(503));
    Said said = run(TaskFiles.csv("tries", 1), "--retry-delays", "0.3s,0.6s");
    assertThat(said.out()).contains("1 published");
    List<Instant> arrived = arrivals();
    assertThat(arrived).hasSize(3);
    assertThat(Duration.between(arrived.get(0), arrived.get(1))).isGreaterThanOrEqualTo(ms(290));
    assertThat(Duration.between(arrived.get(1), arrived.get(2))).isGreaterThanOrEqualTo(ms(590));
  }

  @Test
  void threeAttemptsAndNoFourth() throws IOException {
    stub.script(request -> error(500));
    Said said = run(TaskFiles.csv("tries", 1), "--retry-delays", "0.01s");
    assertThat(said.code()).isEqualTo(3);
    assertThat(said.out()).contains("1 failed");
    assertThat(stub.journal().requests()).isEqualTo(3);
  }

  @Test
  void whatCantSucceedIsNotTriedAgain() throws IOException {
    stub.script(request -> error(400));
    Said said = run(TaskFiles.csv("tries", 1));
    assertThat(said.out()).contains("1 failed");
    assertThat(stub.journal().requests()).isEqualTo(1);
  }

  @Test
  void rowsThatRepeatShareOneCallHoweverFarApart() throws IOException {
    String rows =
        IntStream.rangeClosed(1, 120)
            .mapToObj(row -> row + ",\"" + TaskFiles.prompt("rows", row % 5) + "\"")
            .collect(Collectors.joining("\n", "id,task\n", "\n"));
    for (int concurrency : new int[] {1, 3, 16}) {
      stub.reset();
      String own = rows.replace("rows", "rows" + concurrency);
      Said said = run(own, "--concurrency", Integer.toString(concurrency));
      assertThat(said.out()).contains("120 published");
      assertThat(stub.journal().requests()).as("at %d at once", concurrency).isEqualTo(5);
    }
  }

  @Test
  void reuseFalseBuysEachRowAnew() throws IOException {
    String rows = "id,task\n1,same\n2,same\n3,same\n4,same\n5,same\n6,same\n";
    Said said = run(rows, "--reuse", "false");
    assertThat(said.out()).contains("6 published");
    assertThat(stub.journal().requests()).isEqualTo(6);
  }

  @Test
  void noMoreCallsAreInFlightThanTheProviderMayHave() throws IOException {
    stub.latency(ms(20));
    Path file = Files.writeString(home.resolve("tasks.csv"), TaskFiles.csv("limit", 60));
    Said said =
        program()
            .set("providers.openai.max-in-flight", "3")
            .run("run", file.toString(), "--concurrency", "16");
    assertThat(said.out()).contains("60 published");
    assertThat(stub.journal().maxInFlight()).isEqualTo(3);
  }

  private static Reaction error(int status) {
    return Reaction.error(status, "server_error", "not now");
  }

  private static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }

  private List<Instant> arrivals() {
    return stub.journal().entries().stream().map(Entry::arrived).toList();
  }

  private Said run(String rows, String... options) throws IOException {
    Path file = Files.writeString(home.resolve("tasks.csv"), rows);
    return program()
        .run(
            Stream.concat(Stream.of("run", file.toString()), Stream.of(options))
                .toArray(String[]::new));
  }

  private TestProgram program() {
    return TestProgram.in(home)
        .set("providers.openai.base-url", stub.baseUrl(Api.OPENAI).toString())
        .set("providers.openai.api-key", "test")
        .set("defaults.debaters", "openai/gpt-4o-mini");
  }
}
