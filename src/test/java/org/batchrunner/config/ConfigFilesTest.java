package org.batchrunner.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.batchrunner.app.TestProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings' files that Spring Boot would read to the bitter end. */
class ConfigFilesTest {

  @TempDir Path home;

  private void config(String yaml) throws IOException {
    Files.createDirectories(home.resolve("config"));
    Files.writeString(home.resolve("config/application.yaml"), yaml);
  }

  private void refused(String part) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () ->
            assertThatThrownBy(() -> ConfigFiles.check(home.resolve("config")))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(home.resolve("config/application.yaml").toString())
                .hasMessageContaining(part));
  }

  @Test
  void aBillionLaughs() throws IOException {
    StringBuilder laughs = new StringBuilder("a: &a [x,x,x,x,x,x,x,x,x]\n");
    for (char c = 'b'; c < 'k'; c++) {
      laughs.append("%c: &%c [%s]\n".formatted(c, c, ("*" + (char) (c - 1) + ",").repeat(9)));
    }
    config(laughs.toString());
    refused("without aliases");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "batch-runner: &b {defaults: *b}\n",
        "batch-runner: !!java.net.URL [\"http://localhost\"]\n",
        "batch-runner:\n  inbox: a\n  inbox: b\n",
        "batch-runner:\n\tinbox: a\n",
        "batch-runner: {inbox: \"never closed\n"
      })
  void whatConstructsIsGivenTwiceOrIsNoYaml(String yaml) throws IOException {
    config(yaml);
    refused("");
  }

  @Test
  void theDeepAndTheHuge() throws IOException {
    config("a: " + "[".repeat(5_000) + "]".repeat(5_000) + "\n");
    refused("deep nesting");
    config("#".repeat(1_000_001));
    refused("1 MB at most");
  }

  @Test
  void theCommandSaysIt() throws IOException {
    config("batch-runner:\n  inbox: a\n  inbox: b\n");
    TestProgram.Said said = TestProgram.in(home).run("status");
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err())
        .contains("application.yaml, line 3", "duplicate key inbox")
        .doesNotContain("\tat ");
  }

  @Test
  void whatIsPlainIsFine() throws IOException {
    assertThatCode(() -> ConfigFiles.check(home.resolve("config"))).doesNotThrowAnyException();
    config(
        """
        batch-runner:
          prices: p.json
          providers:
            openai:
              models: [a, b]
              api-key: ${KEY:}
        ---
        spring.config.activate.on-profile: x
        """);
    assertThatCode(() -> ConfigFiles.check(home.resolve("config"))).doesNotThrowAnyException();
  }
}
