package org.batchrunner.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoneOptionsTest {

  @TempDir Path inbox;
  private Instant now = Instant.parse("2026-11-28T10:00:00Z");
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  private final List<String> told = new ArrayList<>();
  private final LoneOptions lone = new LoneOptions(clock, (file, sentence) -> told.add(sentence));
  private Path options;

  @BeforeEach
  void drop() throws IOException {
    options = Files.writeString(inbox.resolve("tasks.yml"), "per-batch-cap: 0.10\n");
  }

  private boolean refusedAfter(Duration wait) {
    lone.isRefused(options);
    now = now.plus(wait);
    return lone.isRefused(options);
  }

  @Test
  void whoeverDropsTheOptionsFirstHasTimeAndIsToldOnce() throws IOException {
    assertThat(refusedAfter(Duration.ofSeconds(5))).isFalse();
    assertThat(told).isEmpty();
    assertThat(refusedAfter(Duration.ofSeconds(10))).isFalse();
    assertThat(refusedAfter(Duration.ofMinutes(30))).isFalse();
    assertThat(told).hasSize(1).first().asString().contains("tasks.yml waits", "within an hour");
    Files.writeString(inbox.resolve("tasks.csv"), "task\n");
    assertThat(refusedAfter(Duration.ofDays(1))).as("its task file is there").isFalse();
  }

  @Test
  void whatNobodyComesForIsNotThereNextWeek() {
    assertThat(refusedAfter(Duration.ofMinutes(59))).isFalse();
    assertThat(refusedAfter(Duration.ofMinutes(1))).isTrue();
    assertThat(lone.why(options)).contains("no task file of its name has come");
  }

  @Test
  void whatComesAfterItsTaskFileIsRefused() {
    lone.taken("Tasks.csv");
    now = now.plus(Duration.ofMinutes(5));
    assertThat(refusedAfter(Duration.ofSeconds(9))).as("both may be dropped anew").isFalse();
    assertThat(refusedAfter(Duration.ofSeconds(1))).isTrue();
    assertThat(lone.why(options)).contains("after Tasks.csv had been taken", "set BATCH");
    assertThat(told).isEmpty();
  }

  @Test
  void lastWeeksTaskFileAndThatOfAnotherNameAreNoReason() {
    lone.taken("other.csv");
    lone.taken("tasks.csv");
    now = now.plus(Duration.ofDays(7));
    assertThat(refusedAfter(Duration.ofSeconds(20))).isFalse();
    assertThat(told).hasSize(1);
  }

  @Test
  void aTaskFileThatIsStillBeingCopiedIsAwaited() throws IOException {
    Files.writeString(inbox.resolve("tasks.csv.part"), "");
    assertThat(refusedAfter(Duration.ofDays(1))).isFalse();
    assertThat(told).isEmpty();
  }
}
