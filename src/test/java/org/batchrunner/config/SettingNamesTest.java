package org.batchrunner.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class SettingNamesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BATCHRUNNER_OUTBOX",
        "BATCHRUNNER_PROVIDERS_OPENAI_BASEURL",
        "BATCHRUNNER_PROVIDERS_OPENAI_MODELS_0",
        "BATCHRUNNER_DEFAULTS_PERBATCHCAP",
        "BATCHRUNNER_MAXBATCHES",
        "BATCHRUNNER_POLL_INBOX",
        "BATCHRUNNER_HOME",
        "BATCH_SIZE",
        "PATH"
      })
  void variablesThatAreRead(String name) {
    assertThatCode(() -> variable(name)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BATCHRUNNER_OUTBOCKS",
        "BATCH_RUNNER_OUTBOX",
        "BATCHRUNNER_PROVIDERS_OPENAI_URL",
        "BATCHRUNNER_DEFAULTS_CAPS"
      })
  void variablesThatNothingReads(String name) {
    assertThatThrownBy(() -> variable(name))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("'" + name + "' (variables) is not a setting")
        .hasMessageContaining("batch-runner.outbox");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "batch-runner.outbox",
        "batch-runner.providers.vllm.base-url",
        "batch-runner.providers[my.server].api-key",
        "batch-runner.providers.vllm.models[0]",
        "batch-runner.defaults.per-batch-cap",
        "batch-runner.ledger.url",
        "server.port"
      })
  void keysThatAreRead(String name) {
    assertThatCode(() -> key(name)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "batch-runner.outbocks",
        "batch-runner.providers.vllm.url",
        "batch-runner.defaults.caps",
        "batch-runner.ledger.uri"
      })
  void keysThatNothingReads(String name) {
    assertThatThrownBy(() -> key(name))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("'" + name + "' (file) is not a setting");
  }

  /** Without what the tests themselves were started with. */
  private static StandardEnvironment empty() {
    StandardEnvironment environment = new StandardEnvironment();
    environment.getPropertySources().stream()
        .map(PropertySource::getName)
        .toList()
        .forEach(environment.getPropertySources()::remove);
    return environment;
  }

  private static void variable(String name) {
    StandardEnvironment environment = empty();
    environment
        .getPropertySources()
        .addFirst(new SystemEnvironmentPropertySource("variables", Map.of(name, "x")));
    SettingNames.check(environment);
  }

  private static void key(String name) {
    StandardEnvironment environment = empty();
    environment.getPropertySources().addFirst(new MapPropertySource("file", Map.of(name, "x")));
    SettingNames.check(environment);
  }
}
