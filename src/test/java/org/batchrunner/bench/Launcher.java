package org.batchrunner.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The program as a user starts it: by the script {@code batch-runner}, on one Java.
 *
 * @param root the folder of the script
 */
record Launcher(Path root, Path javaHome) {

  /** That of this project, which has been started once, so that its class archive is there. */
  static Launcher ofThisProject(Path javaHome, Path folder) {
    Launcher launcher = new Launcher(Path.of("").toAbsolutePath(), javaHome);
    Figures unused = launcher.start(folder, List.of(), "--version").end();
    return launcher;
  }

  /** Settings that give a folder an inbox, an outbox and a ledger of its own. */
  static List<String> settings(Path folder) {
    List<String> settings = new ArrayList<>();
    for (String own : List.of("inbox", "outbox", "data")) {
      settings.add("--batch-runner." + own + "=" + folder.resolve(own));
    }
    settings.add("--batch-runner.settle-time=0s");
    return settings;
  }

  /** Such settings for work in mock mode. */
  static List<String> mockSettings(Path folder) {
    List<String> settings = settings(folder);
    settings.add("--batch-runner.mode=mock");
    return settings;
  }

  /** Such settings for work with the stub. */
  static List<String> settings(Path folder, URI api) {
    List<String> settings = settings(folder);
    settings.add("--batch-runner.providers.openai.base-url=" + api);
    settings.add("--batch-runner.defaults.debaters=openai/" + Work.MODEL);
    settings.add("--batch-runner.defaults.per-batch-cap=10000");
    return settings;
  }

  /**
   * @param folder where it works; made if it is not there
   */
  MeasuredProcess start(Path folder, List<String> settings, String... arguments) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command = new ArrayList<>(List.of(root.resolve("batch-runner").toString()));
    command.addAll(List.of(arguments));
    command.addAll(settings);
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("JAVA_HOME", javaHome.toString());
    environment.put("BATCHRUNNER_PROVIDERS_OPENAI_APIKEY", "test");
    return MeasuredProcess.start(folder, environment, command);
  }
}
