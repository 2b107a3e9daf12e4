package org.batchrunner.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.batchrunner.money.Dollars;
import org.junit.jupiter.api.Test;

class TotalsTest {

  private static final Task TASK = Task.of(1, "x");

  @Test
  void nothingAddsUpToNothing() {
    assertThat(Totals.ZERO.count()).isZero();
    assertThat(Totals.ZERO.byStatus()).isEmpty();
    assertThat(Totals.ZERO.spent()).isEqualTo(Dollars.ZERO);
  }

  @Test
  void everyResultIsCountedWhateverItsStatusAndItsSpendNeverHidden() {
    Totals totals =
        Totals.ZERO
            .plus(result(Status.PUBLISHED, "0.10", "0.10"))
            .plus(result(Status.PUBLISHED, "0.20", "0.25"), Dollars.parse("0.05"))
            .plus(result(Status.BLOCKED_COST_CAP, "0", "0.15"))
            .plus(result(Status.FAILED, "0.01", "0.01"))
            .plus(Result.without(TASK, Status.SKIPPED_BATCH_CAP, null, Mode.REAL))
            .plus(Result.without(TASK, Status.PENDING, null, Mode.REAL));

    assertThat(totals.count()).isEqualTo(6);
    assertThat(totals.done()).isEqualTo(5);
    assertThat(totals.byStatus())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                Status.PUBLISHED, 2L,
                Status.BLOCKED_COST_CAP, 1L,
                Status.FAILED, 1L,
                Status.SKIPPED_BATCH_CAP, 1L,
                Status.PENDING, 1L));
    assertThat(totals.cost()).isEqualTo(Dollars.parse("0.31"));
    assertThat(totals.spent()).isEqualTo(Dollars.parse("0.51"));
    assertThat(totals.atRisk()).isEqualTo(Dollars.parse("0.05"));
    assertThat(totals.promptTokens()).isEqualTo(400);
    assertThat(totals.completionTokens()).isEqualTo(80);
    assertThat(totals.runs()).isEqualTo(4);
  }

  @Test
  void addingTotalsIsAddingTheirResultsAndChangesNeither() {
    Totals one = Totals.ZERO.plus(result(Status.PUBLISHED, "0.10", "0.10"));
    Totals two = Totals.ZERO.plus(result(Status.FAILED, "0.20", "0.30"), Dollars.parse("0.10"));
    Totals both = one.plus(two);

    assertThat(both.count()).isEqualTo(2);
    assertThat(both.spent()).isEqualTo(Dollars.parse("0.40"));
    assertThat(both.atRisk()).isEqualTo(Dollars.parse("0.10"));
    assertThat(both.runs()).isEqualTo(2);
    assertThat(one.count()).isEqualTo(1);
  }

  private static Result result(Status status, String cost, String spent) {
    return new Result(
        "1",
        1,
        "x",
        0.5,
        status,
        null,
        null,
        null,
        null,
        List.of(new Usage(Phase.DEBATE, "p", "m", 100, 10, 20, Dollars.parse(spent), 0.4)),
        Dollars.parse(cost),
        Dollars.parse(spent),
        Result.NO_CORPUS,
        Mode.REAL,
        1,
        List.of(),
        null,
        List.of(),
        Map.of(),
        null,
        null);
  }
}
