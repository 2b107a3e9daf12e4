package org.batchrunner;

import io.github.cdimascio.dotenv.Dotenv;
import io.github.cdimascio.dotenv.DotenvEntry;
import io.github.cdimascio.dotenv.DotenvException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Reads {@code .env} beside the program: variables of the environment, which itself wins. */
final class DotEnv {

  private static final String FILE = ".env";

  private DotEnv() {}

  static void addTo(ConfigurableEnvironment environment, Path home) {
    if (!Files.isRegularFile(home.resolve(FILE))) {
      return;
    }
    Map<String, Object> variables = new HashMap<>();
    try {
      Dotenv file = Dotenv.configure().directory(home.toString()).filename(FILE).load();
      for (DotenvEntry entry : file.entries(Dotenv.Filter.DECLARED_IN_ENV_FILE)) {
        variables.put(entry.getKey(), entry.getValue());
      }
    } catch (DotenvException e) {
      throw new WrongSetting(
          home.resolve(FILE) + " has a line that is not of the form NAME=value; mend or remove it");
    }
    environment
        .getPropertySources()
        .addAfter(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new SystemEnvironmentPropertySource(".env-systemEnvironment", variables));
  }
}
