package org.batchrunner.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder with an inbox, an outbox and a ledger of its own, and the program as it is started
 * there.
 */
public final class Workplace {

  private final Application application;
  private final Path home;
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final List<String> springSettings = new ArrayList<>();
  private final List<String> javaOptions = new ArrayList<>();
  private int started;

  /**
   * @param home made if it is not there
   */
  public Workplace(Application application, Path home) {
    this.application = application;
    this.home = home;
    try {
      for (Path folder : List.of(inbox(), outbox(), home.resolve("logs"))) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    set("inbox", inbox().toString());
    set("outbox", outbox().toString());
    set("data", home.resolve("data").toString());
  }

  public Path home() {
    return home;
  }

  public Path inbox() {
    return home.resolve("inbox");
  }

  public Path outbox() {
    return home.resolve("outbox");
  }

  public Path data() {
    return home.resolve("data");
  }

  /** A setting, without its prefix {@code batch-runner.}. */
  public Workplace set(String name, String value) {
    settings.put(name, value);
    return this;
  }

  /** A setting of Spring Boot or Camel, by its whole name. */
  public Workplace spring(String name, String value) {
    springSettings.add("--" + name + "=" + value);
    return this;
  }

  /** Makes a provider known, at this address with the key {@code test}. */
  public Workplace provider(String name, URI baseUrl) {
    return set("providers." + name + ".base-url", baseUrl.toString())
        .set("providers." + name + ".api-key", "test");
  }

  /** A variable of the program's environment. */
  Workplace environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** An option for Java, such as {@code -Xmx256m}. */
  public Workplace java(String option) {
    javaOptions.add(option);
    return this;
  }

  /** Starts a command. */
  public ProgramProcess start(String... arguments) {
    return start(ProgramProcess::start, arguments);
  }

  /** Starts a command under a pseudo-terminal. */
  ProgramProcess startOnTerminal(String... arguments) {
    return start(ProgramProcess::onTerminal, arguments);
  }

  /** How a process is started. */
  private interface Starter {
    ProgramProcess start(ProcessBuilder builder, Path out, Path err);
  }

  private ProgramProcess start(Starter starter, String... arguments) {
    List<String> command = new ArrayList<>(application.command(home, javaOptions));
    command.addAll(List.of(arguments));
    settings.forEach(
        (name, value) -> {
          if (!isKey(name)) {
            command.add("--batch-runner." + name + "=" + value);
          }
        });
    command.addAll(springSettings);
    command.add("--server.port=0");
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    Application.clean(builder);
    builder.environment().putAll(environment);
    settings.forEach(
        (name, value) -> {
          if (isKey(name)) {
            builder.environment().put(variable(name), value);
          }
        });
    Path logs = home.resolve("logs");
    started++;
    return starter.start(builder, logs.resolve(started + ".out"), logs.resolve(started + ".err"));
  }

  /** On a command line it could be read by everyone on the machine. */
  private static boolean isKey(String name) {
    return name.endsWith(".api-key");
  }

  private static String variable(String name) {
    return "BATCHRUNNER_" + name.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
  }

  /** A file beside the inbox. */
  public Path file(String name, String text) {
    try {
      return Files.writeString(home.resolve(name), text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts a whole file into the inbox. */
  public void drop(String name, String text) {
    try {
      Path aside = home.resolve("." + name);
      Files.writeString(aside, text, StandardCharsets.UTF_8);
      Files.move(aside, inbox().resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folders of the batches, by name. */
  public List<Path> batches() {
    try (Stream<Path> folders = Files.list(outbox())) {
      return folders
          .filter(folder -> !folder.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether so many batches have their report. */
  public boolean reported(int count) {
    return Files.isDirectory(outbox())
        && batches().stream()
                .filter(folder -> Files.exists(folder.resolve("batch_report.csv")))
                .count()
            >= count;
  }

  /** All that the processes said on standard error, the last one last. */
  public String said() {
    StringBuilder said = new StringBuilder();
    for (int number = 1; number <= started; number++) {
      said.append("--- ").append(number).append('\n');
      said.append(ProgramProcess.read(home.resolve("logs/" + number + ".err")));
    }
    return said.toString();
  }
}
