package org.batchrunner.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The ledger is full, locked or gone: no call begins that is not in it, what came back waits to be
 * written, and the batch goes on by itself when the cause is gone.
 */
@EnabledOnOs(OS.LINUX)
class LedgerFaultsIT {

  @TempDir Path home;
  private FaultTrial trial;

  @BeforeEach
  void start() {
    trial = new FaultTrial(home);
  }

  @AfterEach
  void stop() {
    trial.close();
  }

  @Test
  void aFullDisk() {
    try (SmallDisk disk = SmallDisk.at(trial.workplace.data(), 64);
        ProgramProcess program = trial.begun()) {
      disk.fill();
      stopsWith(program, "database or disk is full");
      disk.free();
      trial.ends(program);
      assertThat(program.err()).contains("The ledger can write again.");
    }
  }

  /** Where nothing can be mounted: no file may be larger than the ledger's log is now. */
  @Test
  void noFileMayGrow() throws IOException {
    try (ProgramProcess program = trial.begun()) {
      Path log = trial.workplace.data().resolve("ledger.db-wal");
      limitFiles(program, Long.toString(Files.size(log)));
      stopsWith(program, "The ledger can't be written");
      limitFiles(program, "unlimited");
      trial.ends(program);
    }
  }

  private static void limitFiles(ProgramProcess program, String bytes) {
    try {
      int done =
          new ProcessBuilder(
                  "prlimit", "--pid", Long.toString(program.pid()), "--fsize=" + bytes + ":")
              .inheritIO()
              .start()
              .waitFor();
      assertThat(done).as("prlimit").isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anotherProgramHasItLocked() throws SQLException {
    try (ProgramProcess program = trial.begun()) {
      try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + ledger());
          Statement statement = other.createStatement()) {
        statement.execute("PRAGMA busy_timeout = 60000");
        statement.execute("BEGIN EXCLUSIVE");
        stopsWith(program, "database is locked");
        statement.execute("ROLLBACK");
      }
      trial.ends(program);
    }
  }

  @Test
  void itsFileIsMovedAwayAndBack() {
    try (ProgramProcess program = trial.begun()) {
      Path aside = home.resolve("ledger.aside");
      FaultTrial.move(ledger(), aside);
      stopsWith(program, "ledger.db is not there any more", "put the ledger back");
      assertThat(ledger()).doesNotExist();
      FaultTrial.move(aside, ledger());
      trial.ends(program);
    }
  }

  @Test
  void anotherFileIsInItsPlace() {
    try (ProgramProcess program = trial.begun()) {
      Path aside = home.resolve("ledger.aside");
      FaultTrial.move(ledger(), aside);
      FaultTrial.write(ledger(), "this is no ledger, but a text of some length");
      stopsWith(program, "ledger.db");
      FaultTrial.delete(ledger());
      FaultTrial.move(aside, ledger());
      trial.ends(program);
    }
  }

  @Test
  void postgresIsKilledAndComesBack() throws Exception {
    Path data = home.resolve("postgres");
    try (EmbeddedPostgres server =
        EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false).start()) {
      trial
          .workplace
          .set("ledger.url", server.getJdbcUrl("postgres", "postgres"))
          .set("ledger.username", "postgres")
          .set("ledger.password", "postgres");
      try (ProgramProcess program = trial.begun()) {
        List<String> command = kill(data);
        stopsWith(program, "The ledger can't be written");
        startAgain(command);
        trial.ends(program);
      }
    }
  }

  /** {@code kill -9} for the server and all its workers; how it had been started. */
  private static List<String> kill(Path data) throws Exception {
    String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip();
    ProcessHandle server = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    String line = Files.readString(Path.of("/proc", pid, "cmdline"));
    List<ProcessHandle> workers = server.children().toList();
    server.destroyForcibly();
    workers.forEach(ProcessHandle::destroyForcibly);
    ProcessHandle unused = server.onExit().get();
    return List.of(line.split("\0"));
  }

  /** PostgreSQL refuses to be root: as root it is started in a user namespace of its own. */
  private void startAgain(List<String> command) throws IOException {
    boolean root = System.getProperty("user.name").equals("root");
    List<String> line = new ArrayList<>(root ? List.of("unshare", "-U") : List.of());
    line.addAll(command);
    File log = home.resolve("postgres.log").toFile();
    Process unused = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log).start();
  }

  private void stopsWith(ProgramProcess program, String... words) {
    program.until("the message", () -> program.err().contains(words[0]));
    assertThat(program.err()).contains(words).contains("It is tried again until it works.");
    trial.quiet();
    assertThat(trial.stub.journal().requests()).as("calls").isLessThan(FaultTrial.TASKS);
  }

  private Path ledger() {
    return trial.workplace.data().resolve("ledger.db");
  }
}
