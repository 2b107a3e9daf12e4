package org.batchrunner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.BatchState;
import org.batchrunner.task.Status;
import org.batchrunner.task.Totals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodeTest {

  private static final List<Integer> ORDER = List.of(130, 1, 2, 4, 5, 3, 0);

  @Test
  void ofSeveralTheFirstInTheOrder() {
    assertThat(ExitCode.values()).extracting(ExitCode::code).containsExactlyElementsOf(ORDER);
    List<ExitCode> codes = new ArrayList<>(List.of(ExitCode.values()));
    while (!codes.isEmpty()) {
      Collections.shuffle(codes, new Random(codes.size()));
      int worst = ORDER.get(ORDER.size() - codes.size());
      assertThat(ExitCode.worst(codes).code()).isEqualTo(worst);
      codes.removeIf(code -> code.code() == worst);
    }
    assertThat(ExitCode.worst(List.of())).isEqualTo(ExitCode.OK);
  }

  @ParameterizedTest
  @CsvSource({
    "FINISHED, PUBLISHED, 0",
    "FINISHED, ADVISORY_ONLY, 0",
    "FINISHED, FILTERED, 0",
    "FINISHED, NONE, 3",
    "FINISHED, FAILED, 3",
    "FINISHED, BLOCKED_COST_CAP, 3",
    "FINISHED, SKIPPED_BATCH_CAP, 3",
    "STOPPED, SKIPPED_BATCH_CAP, 3",
    "PAUSED, PUBLISHED, 4",
    "CANCELLED, CANCELLED, 5",
    "RUNNING, PUBLISHED, 130",
    "ACCEPTED, PUBLISHED, 130",
  })
  void ofABatch(BatchState state, Status status, int code) {
    Totals totals =
        Totals.of(
            Map.of(status, 2L), Dollars.ZERO, Dollars.ZERO, Dollars.ZERO, 0, 0, 0, Dollars.ZERO);
    assertThat(ExitCode.of(state, totals).code()).isEqualTo(code);
  }
}
