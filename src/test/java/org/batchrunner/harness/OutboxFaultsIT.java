package org.batchrunner.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The outbox is full, gone or not to be written: no further task begins, nothing that was paid for
 * is lost or bought again, and the batch goes on by itself when the cause is gone.
 */
@EnabledOnOs(OS.LINUX)
class OutboxFaultsIT {

  private static final String UNWRITABLE = "files can't be written";

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
    try (SmallDisk disk = SmallDisk.at(trial.workplace.outbox(), 4);
        ProgramProcess program = trial.begun()) {
      disk.fill();
      stopsWith(program, UNWRITABLE, "No space left on device");
      disk.free();
      trial.ends(program);
      assertThat(program.err()).contains("it goes on again");
    }
  }

  @Test
  void aDiskThatIsReadOnly() {
    try (ProgramProcess program = trial.begun()) {
      try (SmallDisk over = SmallDisk.readOnly(trial.workplace.outbox())) {
        stopsWith(program, UNWRITABLE, "Read-only file system");
      }
      trial.ends(program);
    }
  }

  @Test
  void aFolderThatWasRemoved() {
    try (ProgramProcess program = trial.begun()) {
      // In one step: the program adds files to it while it is deleted.
      FaultTrial.move(trial.workplace.batches().get(0), home.resolve("removed"));
      trial.ends(program);
    }
  }

  @Test
  void aFileInPlaceOfTheOutbox() {
    Path outbox = trial.workplace.outbox();
    Path aside = home.resolve("aside");
    try (ProgramProcess program = trial.begun()) {
      FaultTrial.move(outbox, aside);
      FaultTrial.write(outbox, "a file");
      stopsWith(program, UNWRITABLE, outbox.toString());
      FaultTrial.delete(outbox);
      FaultTrial.move(aside, outbox);
      trial.ends(program);
    }
  }

  private void stopsWith(ProgramProcess program, String... words) {
    program.until("the message", () -> program.err().contains(words[0]));
    assertThat(program.err()).contains(words).contains("It is tried again until it works.");
    trial.quiet();
    assertThat(trial.stub.journal().requests()).as("calls").isLessThan(FaultTrial.TASKS);
    assertThat(program.err()).as("said once").containsOnlyOnce("It is tried again until it works");
  }
}
