package org.batchrunner.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.FileSystemUtils;

/** The script {@code batch-runner}, in a folder like a checkout that has been built. */
class LauncherIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final List<String> PLAIN = List.of("PATH", "HOME");

  /** One checkout for all tests: to unpack it and to make its class archive takes long. */
  @TempDir static Path checkout;

  @TempDir Path folder;
  private Path root;
  private int started;

  @BeforeAll
  static void unpack() throws IOException, InterruptedException {
    Path app = Files.createDirectories(root().resolve("target/app")).resolve("built");
    assertThat(
            new ProcessBuilder(
                    java(),
                    "-Djarmode=tools",
                    "-jar",
                    Application.jar().toString(),
                    "extract",
                    "--destination",
                    app.toString())
                .redirectErrorStream(true)
                .redirectOutput(checkout.resolve("extract.log").toFile())
                .start()
                .waitFor())
        .isZero();
    Files.copy(Path.of("batch-runner"), root().resolve("batch-runner"));
    Files.createFile(root().resolve("pom.xml"));
    Files.createDirectories(root().resolve("src/main"));
    Files.createFile(app.resolve(".built"));
    Files.writeString(app.resolveSibling("current"), "built\n");
  }

  private static Path root() {
    return checkout.resolve("program");
  }

  @BeforeEach
  void useOnlyTheRoutesOfTheCheckout() throws IOException {
    root = root();
    for (String ours : List.of("routes", "config", "inbox", "outbox", "data")) {
      FileSystemUtils.deleteRecursively(root.resolve(ours));
    }
    copy(Path.of("routes"), root.resolve("routes"));
  }

  @Test
  void theTrainingTouchesNoEndpointOfTheUser() throws IOException {
    Path theirs = Files.createDirectories(folder.resolve("theirs"));
    Files.writeString(theirs.resolve("precious.csv"), "id,task\n1,Do not take me\n");
    changeRoute(
        "inbox.camel.yaml",
        "uri: file:{{batch-runner.inbox}}\n",
        "uri: file:" + theirs + "?delete=true\n");
    changeRoute("inbox.camel.yaml", "        noop: true\n        idempotent: false\n", "");
    Files.writeString(
        root.resolve("routes/mine.camel.yaml"),
        """
        - route:
            id: mine
            from:
              uri: file:%s?delete=true
              steps:
                - to: file:%s
        """
            .formatted(theirs, folder.resolve("gone")));
    Files.writeString(
        Files.createDirectories(root.resolve("config")).resolve("application.yaml"),
        "batch-runner:\n  inbox: " + theirs + "\n");

    for (Path archive : archives()) {
      Files.delete(archive);
    }

    ProgramProcess status = end(start(Map.of(), "status"));

    assertThat(status.exitCode()).as(status.err()).isZero();
    assertThat(status.err()).contains("class archive");
    assertThat(archives()).singleElement().satisfies(made -> assertThat(made).isNotEmptyFile());
    assertThat(theirs.resolve("precious.csv")).exists();
    assertThat(folder.resolve("gone")).doesNotExist();
    assertThat(theirs).isDirectoryNotContaining("glob:**/.*");
  }

  @Test
  void aChangeOfARouteIsNotBuilt() throws IOException {
    changeRoute("inbox.camel.yaml", "id: inbox\n", "id: inbox # of mine\n");
    Files.writeString(root.resolve("routes/mine.camel.yaml"), "[]\n");
    Files.setLastModifiedTime(
        root.resolve("routes/mine.camel.yaml"), FileTime.from(Instant.now().plusSeconds(60)));
    ProgramProcess status = end(start(Map.of(), "status"));
    assertThat(status.exitCode()).as(status.err()).isZero();
    assertThat(status.err()).doesNotContain("Building");
  }

  @Test
  void anArchiveThatJavaWouldRefuseIsMadeAgain() throws IOException {
    end(start(Map.of(), "status"));
    Path moved = folder.resolve("moved");
    Files.move(root, moved);
    root = moved;
    try {
      ProgramProcess first = end(start(Map.of(), "status"));
      assertThat(first.exitCode()).as(first.err()).isZero();
      assertThat(first.err()).contains("class archive").doesNotContain("Building");
      ProgramProcess second = end(start(Map.of("BATCHRUNNER_JAVA_OPTS", "-Xshare:on"), "status"));
      assertThat(second.exitCode()).as(second.err()).isZero();
      assertThat(second.err()).doesNotContain("class archive");
    } finally {
      Files.move(moved, root());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "C", "POSIX", "xx_XX.UTF-8"})
  void namesThatAreNotAsciiAreReadInEveryLocale(String locale) throws IOException {
    Map<String, String> environment = locale.isEmpty() ? Map.of() : Map.of("LC_ALL", locale);
    Path inbox = Files.createDirectories(root.resolve("inbox"));
    Files.writeString(inbox.resolve("Übung 5 – 日本.csv"), "id,task\n1,Name a tree\n");
    try (ProgramProcess watch =
        start(environment, "watch", "--server.port=0", "--batch-runner.settle-time=0s")) {
      watch.until("the report", () -> !reports().isEmpty());
      watch.terminate();
      watch.exitCode(PATIENCE);
      assertThat(watch.err()).doesNotContain("\tat ");
    }
    assertThat(inbox.resolve(".done/Übung 5 – 日本.csv")).exists();
  }

  /** {@code java -jar} in a locale that is not UTF-8: names that Java can't read stop nobody. */
  @Test
  void withoutTheLauncherANameThatCannotBeReadIsToldOnceAndOthersAreTaken() throws IOException {
    Path inbox = Files.createDirectories(root.resolve("inbox"));
    Path unreadable = Files.writeString(inbox.resolve("Übung.csv"), "id,task\n1,Name a tree\n");
    ProcessBuilder builder =
        new ProcessBuilder(
            java(),
            "-XX:TieredStopAtLevel=1",
            "-Dbatch-runner.home=" + root,
            "-jar",
            root.resolve("target/app/built/batch-runner.jar").toString(),
            "watch",
            "--server.port=0",
            "--batch-runner.mode=mock",
            "--batch-runner.settle-time=0s");
    builder.environment().keySet().retainAll(PLAIN);
    builder.environment().put("LC_ALL", "C");
    started++;
    try (ProgramProcess watch =
        ProgramProcess.start(
            builder, folder.resolve(started + ".out"), folder.resolve(started + ".err"))) {
      watch.until("the warning", () -> watch.err().contains("Übung.csv is not taken"));
      Files.writeString(inbox.resolve("plain.csv"), "id,task\n1,Name a bird\n");
      watch.until("the report of the other", () -> !reports().isEmpty());
      watch.terminate();
      watch.exitCode(PATIENCE);
      assertThat(watch.err()).containsOnlyOnce("is not taken").doesNotContain("\tat ");
      assertThat(watch.err()).contains("LC_ALL=C.UTF-8");
    }
    assertThat(unreadable).exists();
    assertThat(inbox.resolve(".done/plain.csv")).exists();
    try (Stream<Path> receipts = Files.list(root.resolve("outbox/.receipts"))) {
      assertThat(receipts)
          .anySatisfy(
              receipt ->
                  assertThat(Files.readString(receipt))
                      .contains("refused", "Übung.csv is not taken"));
    }
  }

  private List<Path> reports() {
    Path outbox = root.resolve("outbox");
    if (!Files.isDirectory(outbox)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(outbox, 2)) {
      return files.filter(file -> file.endsWith("batch_report.csv")).toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      return List.of(); // it changes while it is read
    }
  }

  private List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("target/app/built"))) {
      return files
          .filter(file -> file.toString().endsWith(".jsa") || file.toString().endsWith(".aot"))
          .toList();
    }
  }

  private ProgramProcess start(Map<String, String> environment, String... arguments)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(Stream.of(root.resolve("batch-runner").toString()), Stream.of(arguments))
                .toList());
    builder.environment().keySet().retainAll(PLAIN);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    started++;
    return ProgramProcess.start(
        builder, folder.resolve(started + ".out"), folder.resolve(started + ".err"));
  }

  private static ProgramProcess end(ProgramProcess process) {
    process.exitCode(PATIENCE);
    return process;
  }

  private void changeRoute(String file, String from, String to) throws IOException {
    Path route = root.resolve("routes").resolve(file);
    String text = Files.readString(route);
    assertThat(text).contains(from);
    Files.writeString(route, text.replace(from, to));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
