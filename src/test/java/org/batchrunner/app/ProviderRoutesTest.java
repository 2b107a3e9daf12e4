package org.batchrunner.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.batchrunner.app.TestProgram.Said;
import org.batchrunner.stub.Api;
import org.batchrunner.stub.Delivery;
import org.batchrunner.stub.ModelStub;
import org.batchrunner.stub.Reaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP client of the providers against servers that misbehave. */
class ProviderRoutesTest {

  private static final int MANY_BYTES = 33 * 1024 * 1024;

  @TempDir Path home;
  private ModelStub server;
  private ModelStub elsewhere;

  @BeforeEach
  void start() {
    server = ModelStub.start().key("k");
    elsewhere = ModelStub.start();
  }

  @AfterEach
  void stop() {
    server.close();
    elsewhere.close();
  }

  @Test
  void theClientTriesNothingAgainByItself() throws IOException {
    Said said = run(Reaction.raw(503, ""));
    assertThat(said.out()).contains("1 failed");
    assertThat(server.journal().requests()).isEqualTo(1);
  }

  /** A 429 uses up no attempt, but each request has its own intent in the ledger. */
  @Test
  void theClientTriesNothingAgainByItselfWhenItIsTooFast() throws IOException, SQLException {
    Said said = run(Reaction.raw(429, ""));
    assertThat(said.code()).as(said.err()).isEqualTo(4);
    try (Connection ledger =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("data/ledger.db"));
        Statement statement = ledger.createStatement();
        ResultSet calls =
            statement.executeQuery("SELECT count(*) FROM call WHERE error LIKE 'HTTP 429%'")) {
      calls.next();
      assertThat(server.journal().requests()).isEqualTo(calls.getInt(1));
      assertThat(calls.getInt(1)).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308})
  void aRedirectIsNotFollowedSoTheKeyStaysWithItsHost(int status) throws IOException {
    Said said =
        run(Reaction.raw(status, "").header("location", elsewhere.baseUrl(Api.OPENAI) + "/steal"));
    assertThat(said.code()).as(said.err()).isEqualTo(4);
    assertThat(server.journal().entries())
        .singleElement()
        .satisfies(asked -> assertThat(asked.status()).as("with its key").isEqualTo(status));
    assertThat(elsewhere.journal().requests()).isZero();
    assertThat(elsewhere.journal().strays()).isEmpty();
  }

  @Test
  void aReplyThatNeverEndsIsCutAtItsTimeout() throws IOException {
    long begun = System.nanoTime();
    Said said =
        run(Reaction.raw(200, "{\"x\": \"" + "y".repeat(500) + "\"}").delivered(Delivery.DRIP));
    assertThat(said.out()).contains("1 failed", "more may have been billed");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(50));
  }

  @Test
  void aServerThatSaysNothingIsLeftAtItsTimeout() throws IOException {
    Said said = run(Reaction.answer().delivered(Delivery.NEVER));
    assertThat(said.out()).contains("1 failed", "more may have been billed");
  }

  @Test
  void aReplyThatIsTooLargeIsNotReadToItsEnd() throws IOException {
    Said said = run(Reaction.raw(200, "x".repeat(MANY_BYTES)));
    assertThat(said.out()).contains("1 failed", "more may have been billed");
  }

  @ParameterizedTest
  @EnumSource(names = {"RESET", "HALF_CLOSED", "GARBAGE", "CUT"})
  void aBrokenReplyMayHaveBeenBilled(Delivery delivery) throws IOException {
    Said said = run(Reaction.answer().delivered(delivery));
    assertThat(said.out()).contains("1 failed", "more may have been billed");
    assertThat(server.journal().requests()).isEqualTo(1);
  }

  private Said run(Reaction answer) throws IOException {
    server.script(request -> answer);
    Path file = Files.writeString(home.resolve("one.csv"), "task\nName a tree\n");
    return TestProgram.in(home)
        .set("providers.openai.base-url", server.baseUrl(Api.OPENAI).toString())
        .set("providers.openai.api-key", "k")
        .set("providers.openai.timeout", "2s")
        .set("rate-limit-patience", "1s")
        .set("defaults.debaters", "openai/gpt-4o-mini")
        .run("run", file.toString(), "--max-attempts", "1");
  }
}
