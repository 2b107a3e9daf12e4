package org.batchrunner.app;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP client of the providers against servers that misbehave. */
class ProviderRoutesTest {

  private static final int MANY_BYTES = 33 * 1024 * 1024;

  @TempDir Path home;
  private WireMockServer server;
  private WireMockServer elsewhere;

  @BeforeEach
  void start() {
    server = new WireMockServer(wireMockConfig().dynamicPort());
    elsewhere = new WireMockServer(wireMockConfig().dynamicPort());
    server.start();
    elsewhere.start();
    elsewhere.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(200)));
  }

  @AfterEach
  void stop() {
    server.stop();
    elsewhere.stop();
  }

  @Test
  void theClientTriesNothingAgainByItself() throws IOException {
    Said said = run(aResponse().withStatus(503));
    assertThat(said.out()).contains("1 failed");
    server.verify(1, anyRequestedFor(anyUrl()));
  }

  /** A 429 uses up no attempt, but each request has its own intent in the ledger. */
  @Test
  void theClientTriesNothingAgainByItselfWhenItIsTooFast() throws IOException, SQLException {
    Said said = run(aResponse().withStatus(429));
    assertThat(said.code()).as(said.err()).isEqualTo(4);
    try (Connection ledger =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("data/ledger.db"));
        Statement statement = ledger.createStatement();
        ResultSet calls =
            statement.executeQuery("SELECT count(*) FROM call WHERE error LIKE 'HTTP 429%'")) {
      calls.next();
      server.verify(calls.getInt(1), anyRequestedFor(anyUrl()));
      assertThat(calls.getInt(1)).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308})
  void aRedirectIsNotFollowedSoTheKeyStaysWithItsHost(int status) throws IOException {
    Said said =
        run(
            aResponse()
                .withStatus(status)
                .withHeader("Location", "http://localhost:" + elsewhere.port() + "/v1/steal"));
    assertThat(said.code()).as(said.err()).isEqualTo(4);
    server.verify(1, anyRequestedFor(anyUrl()).withHeader("Authorization", equalTo("Bearer k")));
    elsewhere.verify(0, anyRequestedFor(anyUrl()));
  }

  @Test
  void aReplyThatNeverEndsIsCutAtItsTimeout() throws IOException {
    long begun = System.nanoTime();
    Said said =
        run(
            aResponse()
                .withStatus(200)
                .withBody("{\"x\": \"" + "y".repeat(500) + "\"}")
                .withChunkedDribbleDelay(100, 60_000));
    assertThat(said.out()).contains("1 failed", "more may have been billed");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(50));
  }

  @Test
  void aServerThatSaysNothingIsLeftAtItsTimeout() throws IOException {
    Said said = run(aResponse().withStatus(200).withFixedDelay(60_000));
    assertThat(said.out()).contains("1 failed", "more may have been billed");
  }

  @Test
  void aReplyThatIsTooLargeIsNotReadToItsEnd() throws IOException {
    Said said = run(aResponse().withStatus(200).withBody("x".repeat(MANY_BYTES)));
    assertThat(said.out()).contains("1 failed", "more may have been billed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE", "MALFORMED_RESPONSE_CHUNK"})
  void aBrokenReplyMayHaveBeenBilled(String fault) throws IOException {
    Said said = run(aResponse().withFault(Fault.valueOf(fault)));
    assertThat(said.out()).contains("1 failed", "more may have been billed");
    server.verify(1, anyRequestedFor(anyUrl()));
  }

  private Said run(ResponseDefinitionBuilder answer) throws IOException {
    server.stubFor(any(anyUrl()).willReturn(answer));
    Path file = Files.writeString(home.resolve("one.csv"), "task\nName a tree\n");
    return TestProgram.in(home)
        .set("providers.openai.base-url", "http://localhost:" + server.port() + "/v1")
        .set("providers.openai.api-key", "k")
        .set("providers.openai.timeout", "2s")
        .set("rate-limit-patience", "1s")
        .set("defaults.debaters", "openai/gpt-4o-mini")
        .run("run", file.toString(), "--max-attempts", "1");
  }
}
