package org.batchrunner.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.batchrunner.app.TestProgram;
import org.batchrunner.cli.RunningProgram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code doctor} finds what is wrong, and {@code report} makes any file again. */
class DoctorTest {

  @TempDir static Path home;

  private static Worked worked;
  private static String batch;

  @BeforeAll
  static void work() throws IOException {
    worked = new Worked(home);
    batch =
        worked
            .run("d.csv", 3, "Why is the sky blue?", "refuse this", "What is rain?")
            .path("batch")
            .asText();
  }

  @AfterAll
  static void stop() {
    worked.close();
  }

  private static List<String> wrong(RunningProgram program, boolean online) {
    return program.upkeep().doctor().examine(online).stream()
        .filter(finding -> finding.level() == Finding.Level.WRONG)
        .map(Finding::sentence)
        .toList();
  }

  private static Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(worked.folder(batch))) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        files.put(worked.folder(batch).relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }

  @Test
  void anyFileThatIsMissingOrAlteredIsNamedAndMadeAgain() throws IOException {
    try (RunningProgram program = worked.program.open()) {
      assertThat(wrong(program, false)).isEmpty();
      // A report of a batch that has ended reads as before, its lines in file order.
      program.reporter().rewrite(batch);
      Map<String, byte[]> before = files();
      assertThat(before.keySet())
          .contains(
              "tasks.csv",
              "options.yaml",
              "progress.json",
              "results.jsonl",
              "results/0000001-1.json",
              "batch-summary.json",
              "results.csv",
              "retry.csv",
              "batch_report.csv");

      for (String name : before.keySet()) {
        Path file = worked.folder(batch).resolve(name);
        Files.delete(file);
        assertThat(wrong(program, false))
            .containsExactly(
                "batch %s: %s: missing; to write it again, run: batch-runner report %s"
                    .formatted(batch, name, batch));
        assertThat(program.reporter().rewrite(batch)).contains(batch);
        assertThat(file).as(name).hasBinaryContent(before.get(name));

        Files.writeString(file, "x", StandardOpenOption.APPEND);
        assertThat(wrong(program, false))
            .singleElement()
            .asString()
            .startsWith("batch %s: %s: different from the ledger".formatted(batch, name));
        program.reporter().rewrite(batch);
        assertThat(file).as(name).hasBinaryContent(before.get(name));
      }
      assertThat(files().keySet()).isEqualTo(before.keySet());
      assertThat(wrong(program, false)).isEmpty();
    }
  }

  @Test
  void anInputThatIsMissingOrAlteredIsNamed() throws IOException {
    Path input = home.resolve("data").resolve(batch).resolve("tasks.csv");
    byte[] before = Files.readAllBytes(input);
    try (RunningProgram program = worked.program.open()) {
      Files.writeString(input, "task\nanother\n");
      assertThat(wrong(program, false))
          .anyMatch(
              line ->
                  line.equals(
                      "batch %s: its input was changed after it was accepted; restore it from a backup"
                          .formatted(batch)));
      Files.delete(input);
      assertThat(wrong(program, false))
          .anyMatch(line -> line.startsWith("batch " + batch + ": its input is missing"))
          .anyMatch(line -> line.contains("its reports can't be written again"));
    } finally {
      Files.write(input, before);
    }
  }

  @Test
  void rightsOfOthersAreFoundAndTakenFromTheLedger() throws IOException {
    Path ledger = home.resolve("data/ledger.db");
    Path env = Files.writeString(home.resolve(".env"), "OTHER=1\n");
    Files.createDirectories(home.resolve("config"));
    Path config =
        Files.writeString(
            home.resolve("config/application.yaml"),
            "batch-runner:\n  providers:\n    openai:\n      api-key: sk-a-key-in-a-file\n");
    Files.setPosixFilePermissions(ledger, PosixFilePermissions.fromString("rw-r--r--"));
    Files.setPosixFilePermissions(env, PosixFilePermissions.fromString("rw-r-----"));
    Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-rw-rw-"));
    Files.setPosixFilePermissions(
        home.resolve("data"), PosixFilePermissions.fromString("rwxr-xr-x"));
    try (RunningProgram program = worked.program.open()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ledger)))
          .isEqualTo("rw-------");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(env)))
          .isEqualTo("rw-------");
      assertThat(wrong(program, false))
          .containsExactlyInAnyOrder(
              "%s can be read by other users; make it private: chmod go= %s"
                  .formatted(config, config),
              "%s can be read by other users; make it private: chmod go= %s"
                  .formatted(home.resolve("data"), home.resolve("data")));
    } finally {
      Files.delete(config);
      Files.delete(env);
      Files.setPosixFilePermissions(
          home.resolve("data"), PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void theCommandSaysWhatIsWrongAndWhatIsNot() throws IOException {
    Map<String, Long> strays = Map.copyOf(worked.stub.journal().strays());
    TestProgram.Said said = worked.program.run("doctor");
    assertThat(said.code()).as(said.out()).isZero();
    assertThat(said.out())
        .containsPattern("(?m)^ok +outbox .* can be written$")
        .containsPattern("(?m)^ok +the ledger is intact")
        .containsPattern("(?m)^ok +mode real, providers configured: openai$")
        .containsPattern("(?m)^ok +1 batch whose outbox files agree with the ledger$");
    assertThat(worked.stub.journal().strays()).as("nobody was asked").isEqualTo(strays);

    TestProgram.Said missing = worked.program.set("prices", unpriced().toString()).run("doctor");
    worked.program.set("prices", builtIn().toString());
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.out())
        .containsPattern("(?m)^WRONG openai/gpt-4o-mini has no price, so batches");
  }

  private Path unpriced() throws IOException {
    return Files.writeString(home.resolve("unpriced.json"), "{\"prices\": []}");
  }

  private Path builtIn() throws IOException {
    return Files.copy(
        Path.of("src/main/resources/prices.json"),
        home.resolve("builtin.json"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void providersAreAskedForTheirModelsOnlyIfThatIsWanted() {
    worked.stub.key("test");
    try (RunningProgram program = worked.program.open()) {
      int requests = worked.stub.journal().requests();
      assertThat(program.upkeep().doctor().examine(true))
          .anyMatch(
              finding ->
                  finding.sentence().startsWith("openai (127.0.0.1)")
                      && finding.sentence().matches(".*(answers|answers HTTP 404 when .*)"));
      assertThat(worked.stub.journal().requests()).as("calls that cost").isEqualTo(requests);
    }
    try (RunningProgram program =
        TestProgram.in(home)
            .set("providers.openai.base-url", "http://127.0.0.1:1/v1")
            .set("providers.openai.api-key", "test")
            .open()) {
      assertThat(wrong(program, true))
          .anyMatch(
              line -> line.startsWith("openai (127.0.0.1) can't be reached (ConnectException"));
    }
  }
}
