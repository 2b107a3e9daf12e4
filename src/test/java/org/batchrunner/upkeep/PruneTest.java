package org.batchrunner.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.batchrunner.app.TestProgram;
import org.batchrunner.cli.RunningProgram;
import org.batchrunner.stub.Reaction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code prune} deletes what ended long ago, and nothing else. */
class PruneTest {

  @TempDir Path home;

  @Test
  void onlyWhatHasEndedLongAgo() throws IOException {
    try (Worked worked = new Worked(home)) {
      String ended = worked.run("a.csv", 0, "Why is the sky blue?").path("batch").asText();
      worked.stub.enqueue(
          Reaction.error(429, "insufficient_quota", "insufficient_quota", "no money"));
      String paused = worked.run("b.csv", 4, "What is rain?").path("batch").asText();
      Path stray = Files.createDirectories(home.resolve("data").resolve("old-20200101-000000"));
      Files.setLastModifiedTime(stray, FileTime.from(Instant.EPOCH));

      assertThat(said(worked, "30d")).isEqualTo("0 batches deleted.\n");
      assertThat(stray).doesNotExist();
      assertThat(said(worked, "0s", "--dry-run"))
          .isEqualTo(ended + "\n1 batch would be deleted.\n");
      assertThat(home.resolve("data").resolve(ended)).isDirectory();

      assertThat(said(worked, "0s")).isEqualTo(ended + "\n1 batch deleted.\n");
      assertThat(home.resolve("data").resolve(ended)).doesNotExist();
      assertThat(worked.folder(ended)).as("the outbox is the user's").isDirectory();
      assertThat(home.resolve("data").resolve(paused)).isDirectory();
      assertThat(said(worked, "0s", "--outbox")).isEqualTo("0 batches deleted.\n");

      String another = worked.run("c.csv", 0, "What is snow?").path("batch").asText();
      assertThat(said(worked, "0s", "--outbox")).startsWith(another);
      assertThat(worked.folder(another)).doesNotExist();

      try (RunningProgram program = worked.program.open()) {
        assertThat(program.inspection().latest(9))
            .singleElement()
            .satisfies(view -> assertThat(view.batch().id()).isEqualTo(paused));
        assertThat(program.upkeep().pruning().prunable(Duration.ZERO)).isEmpty();
      }
    }
  }

  @Test
  void theTimeMustBeATime() {
    for (String wrong : new String[] {"30", "-1d", "soon", "99999999999999999999d"}) {
      TestProgram.Said said = TestProgram.in(home).run("prune", "--older-than=" + wrong);
      assertThat(said.code()).isEqualTo(2);
      assertThat(said.err()).contains("--older-than takes a time such as 30d or 12h");
    }
  }

  private static String said(Worked worked, String age, String... more) {
    String[] words = new String[more.length + 3];
    words[0] = "prune";
    words[1] = "--older-than";
    words[2] = age;
    System.arraycopy(more, 0, words, 3, more.length);
    TestProgram.Said said = worked.program.run(words);
    assertThat(said.code()).as(said.err()).isZero();
    return said.out();
  }
}
