package org.batchrunner.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class DotEnvTest {

  @TempDir Path home;

  @Test
  void withoutAFileNothingChanges() {
    assertThat(environment(Map.of()).getPropertySources()).hasSize(2);
  }

  @Test
  void itsLinesAreVariables() throws IOException {
    write("# a comment\nOPENAI_API_KEY=sk-1\nBATCHRUNNER_OUTBOX='my answers'\n\n");
    StandardEnvironment environment = environment(Map.of());
    assertThat(environment.getProperty("OPENAI_API_KEY")).isEqualTo("sk-1");
    assertThat(environment.getProperty("batchrunner.outbox")).isEqualTo("my answers");
  }

  @Test
  void theEnvironmentItselfWins() throws IOException {
    write("OPENAI_API_KEY=sk-file\n");
    assertThat(environment(Map.of("OPENAI_API_KEY", "sk-env")).getProperty("OPENAI_API_KEY"))
        .isEqualTo("sk-env");
  }

  @Test
  void aLineThatIsNoneIsSaidWithoutItsContent() throws IOException {
    write("OPENAI_API_KEY=sk-1\nsk-secret\n");
    assertThatThrownBy(() -> environment(Map.of()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("NAME=value")
        .hasMessageContaining(".env, line 2, is not")
        .hasMessageNotContaining("sk-secret");
    write("# mine\nexport OPENAI_API_KEY=sk-1\n");
    assertThatThrownBy(() -> environment(Map.of()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("line 2")
        .hasMessageNotContaining("sk-1");
  }

  private void write(String text) throws IOException {
    Files.writeString(home.resolve(".env"), text);
  }

  private StandardEnvironment environment(Map<String, Object> variables) {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .replace(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
    DotEnv.addTo(environment, home);
    return environment;
  }
}
