package org.batchrunner.config;

import io.github.cdimascio.dotenv.Dotenv;
import io.github.cdimascio.dotenv.DotenvEntry;
import io.github.cdimascio.dotenv.DotenvException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.batchrunner.files.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Reads environment variables from {@code .env} in the home folder. The real environment takes
 * precedence.
 */
public final class DotEnv {

  private static final Logger LOG = LoggerFactory.getLogger(DotEnv.class);
  private static final String FILE = ".env";

  private DotEnv() {}

  public static void addTo(ConfigurableEnvironment environment, Path home) {
    if (!Files.isRegularFile(home.resolve(FILE))) {
      return;
    }
    close(home.resolve(FILE));
    Map<String, Object> variables = new HashMap<>();
    try {
      Dotenv file = Dotenv.configure().directory(home.toString()).filename(FILE).load();
      for (DotenvEntry entry : file.entries(Dotenv.Filter.DECLARED_IN_ENV_FILE)) {
        variables.put(entry.getKey(), unquoted(entry.getValue()));
      }
    } catch (DotenvException e) {
      throw new InvalidSettingException(
          "%s%s is not of the form NAME=value (without \"export\"); correct or remove it"
              .formatted(home.resolve(FILE), wrongLine(home.resolve(FILE))));
    }
    environment
        .getPropertySources()
        .addAfter(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new SystemEnvironmentPropertySource(".env-systemEnvironment", variables));
  }

  /** Returns the number of the wrong line; never its text, which may be a key. */
  private static String wrongLine(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      for (int number = 1; number <= lines.size(); number++) {
        String line = lines.get(number - 1).strip();
        if (!line.isEmpty() && !line.startsWith("#") && !line.matches("[\\w.-]+\\s*=.*")) {
          return ", line " + number + ",";
        }
      }
    } catch (IOException e) {
      LOG.debug("{} can't be read a second time", file, e);
    }
    return " has a line that";
  }

  /** Makes the file readable by its owner only, because it holds keys. */
  private static void close(Path file) {
    try {
      if (PrivateFiles.close(file)) {
        LOG.warn(
            "{} could be read by other users; its permissions were changed so that only its owner can read it",
            file);
      }
    } catch (IOException e) {
      LOG.warn("{} can be read by other users; make it private with: chmod go= {}", file, file);
    }
  }

  /** Removes single quotes, as a shell does; double quotes were removed before. */
  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("'") && value.endsWith("'");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
