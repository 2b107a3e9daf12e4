package org.batchrunner.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BatchIdsTest {

  private static final Instant AT = Instant.parse("2026-11-23T23:15:07.999Z");

  @Test
  void anIdIsTheStemAndTheTimeInUtc() {
    assertThat(BatchIds.of("tasks.csv", AT)).isEqualTo("tasks-20261123-231507");
    assertThat(BatchIds.of("sales.v2.JSONL", AT)).isEqualTo("sales.v2-20261123-231507");
    assertThat(BatchIds.of("my prompts (1).txt", AT)).isEqualTo("my prompts (1)-20261123-231507");
  }

  @Test
  void aHostileFileNameStaysInTheOutbox() {
    assertThat(BatchIds.of("..\\..\\x.csv", AT)).doesNotContain("\\").doesNotStartWith(".");
    assertThat(BatchIds.of("../../x.csv", AT)).doesNotContain("/").doesNotStartWith(".");
  }

  @Test
  void aTakenIdGetsANumber() {
    Set<String> taken = Set.of("tasks-20261123-231507", "tasks-20261123-231507-2");
    assertThat(BatchIds.of("tasks.csv", AT, taken::contains)).isEqualTo("tasks-20261123-231507-3");
    assertThat(BatchIds.of("other.csv", AT, taken::contains)).isEqualTo("other-20261123-231507");
  }
}
