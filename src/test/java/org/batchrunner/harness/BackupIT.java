package org.batchrunner.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.batchrunner.harness.OutcomeAssert.assertOutcome;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.batchrunner.stub.Api;
import org.batchrunner.stub.ModelStub;
import org.batchrunner.stub.Reaction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup, made while a batch is worked, unpacked elsewhere: the batch goes on from there. */
class BackupIT {

  private static final int TASKS = 120;
  private static final int ANSWERED = 40;
  private static final int AT_ONCE = 4;

  @TempDir Path home;

  @Test
  void anUnfinishedBatchGoesOnFromABackup() throws IOException {
    try (ModelStub stub = ModelStub.start()) {
      CompletableFuture<Void> gate = new CompletableFuture<>();
      stub.script(request -> request.number() > ANSWERED ? Reaction.answer().after(gate) : null);
      Workplace first = workplace("first", stub);
      first.drop("backup.csv", TaskFiles.csv("backup", TASKS));
      Path archive = home.resolve("away/backup.zip");
      try (ProgramProcess program = first.start("watch")) {
        program.until(() -> stub.journal().requests() > ANSWERED);
        try (ProgramProcess backup = first.start("backup", archive.toString())) {
          assertThat(backup.exitCode()).as(backup.err()).isZero();
          assertThat(backup.out()).contains("the ledger and the inputs of 1 batch,");
        }
        assertThat(first.reported(1)).as("the batch is not done yet").isFalse();
        program.kill();
      }
      gate.complete(null);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)))
          .isEqualTo("rw-------");
      try (ProgramProcess again = first.start("backup", archive.toString())) {
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err()).contains("exists already");
      }
      assertThat(archive.resolveSibling(".backup.zip.tmp")).doesNotExist();

      int asked = stub.journal().requests();
      Workplace second = workplace("second", stub);
      unpack(archive, second.home().resolve("data"));
      try (ProgramProcess program = second.start("watch")) {
        program.until(() -> second.reported(1));
      }
      Outcome outcome = Outcome.read(second.batches().get(0));
      assertOutcome(outcome).isWhole(TASKS).addsUp();
      assertThat(outcome.count("published")).isEqualTo(TASKS);
      assertThat(stub.journal().requests() - asked)
          .as("asked again: not what the backup has the answers of")
          .isLessThanOrEqualTo(TASKS - ANSWERED + AT_ONCE);
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(second.home().resolve("data/ledger.db"))))
          .isEqualTo("rw-------");
      try (ProgramProcess doctor = second.start("doctor")) {
        assertThat(doctor.exitCode()).as(doctor.out()).isIn(0, 1);
        assertThat(doctor.out())
            .doesNotContain("WRONG ledger")
            .contains("1 batch with the input file");
      }
    }
  }

  private Workplace workplace(String name, ModelStub stub) {
    return new Workplace(Application.built(), home.resolve(name))
        .provider("openai", stub.baseUrl(Api.OPENAI))
        .set("defaults.debaters", "openai/gpt-4o-mini")
        .set("defaults.concurrency", Integer.toString(AT_ONCE))
        .set("settle-time", "0s")
        .java("-XX:TieredStopAtLevel=1");
  }

  /** As any unpacker does it: with the rights that the umask leaves. */
  private static void unpack(Path archive, Path folder) throws IOException {
    try (InputStream in = Files.newInputStream(archive);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = folder.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.copy(zip, file);
      }
    }
  }
}
