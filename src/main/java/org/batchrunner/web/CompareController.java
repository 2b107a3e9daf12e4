package org.batchrunner.web;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.batchrunner.batch.manage.BatchQueries;
import org.batchrunner.batch.manage.BatchView;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.money.Dollars;
import org.batchrunner.outbox.Charge;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Compares two batches of the same tasks. */
@RestController
final class CompareController {

  private final BatchQueries inspection;
  private final Ledger ledger;
  private final TaskMatcher pairs;

  CompareController(BatchQueries inspection, Ledger ledger, TaskMatcher pairs) {
    this.inspection = inspection;
    this.ledger = ledger;
    this.pairs = pairs;
  }

  /** The result of the task in one of the batches. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Side(
      int seq,
      Status status,
      @Nullable String answer,
      Dollars cost,
      @Nullable String provider,
      @Nullable String model,
      double durationS) {

    static Side of(Result result) {
      return new Side(
          result.seq(),
          result.status(),
          result.text(),
          Charge.of(result),
          result.provider(),
          result.model(),
          result.durationS());
    }
  }

  /**
   * @param a the result in the first batch; null if the task is not in it, or has not ended
   * @param b the result in the second batch; null if the task is not in it, or has not ended
   * @param diff the difference from the answer of a to that of b
   */
  record Item(
      String key, String task, @Nullable Side a, @Nullable Side b, List<WordDiff.Piece> diff) {}

  /** The total cost of each batch. */
  record Costs(Dollars a, Dollars b) {}

  /**
   * @param total the number of pairs, after the filter {@code differ}
   * @param matched the number of tasks that are in both
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record Compared(
      List<Item> items,
      long total,
      int page,
      int size,
      Costs cost,
      long matched,
      long onlyA,
      long onlyB) {}

  /**
   * Compares two batches.
   *
   * @param differ whether to return only tasks whose status or answer differs
   */
  @GetMapping("/api/compare")
  Compared compare(
      @RequestParam String a,
      @RequestParam String b,
      @RequestParam(defaultValue = "0") int page,
      @RequestParam(defaultValue = "50") int size,
      @RequestParam(defaultValue = "false") boolean differ)
      throws IOException {
    int offset = PageJson.offset(page, size);
    BatchView one = inspection.view(a);
    BatchView other = inspection.view(b);
    List<TaskMatcher.Pair> all = pairs.match(one.batch(), other.batch());
    List<TaskMatcher.Pair> shown = differ ? different(all, one, other) : all;
    return new Compared(
        shown.stream().skip(offset).limit(size).map(pair -> item(pair, one, other)).toList(),
        shown.size(),
        page,
        size,
        new Costs(one.totals().cost(), other.totals().cost()),
        all.stream().filter(pair -> pair.a() > 0 && pair.b() > 0).count(),
        all.stream().filter(pair -> pair.b() == 0).count(),
        all.stream().filter(pair -> pair.a() == 0).count());
  }

  private List<TaskMatcher.Pair> different(
      List<TaskMatcher.Pair> all, BatchView one, BatchView other) {
    int[] a = pairs.answers(one.batch());
    int[] b = pairs.answers(other.batch());
    return all.stream().filter(pair -> a[pair.a()] != b[pair.b()]).toList();
  }

  private Item item(TaskMatcher.Pair pair, BatchView one, BatchView other) {
    Optional<Result> a = ledger.results().find(one.batch().no(), pair.a());
    Optional<Result> b = ledger.results().find(other.batch().no(), pair.b());
    return new Item(
        pair.key(),
        a.or(() -> b).map(Result::task).orElse(""),
        a.map(Side::of).orElse(null),
        b.map(Side::of).orElse(null),
        WordDiff.of(text(a), text(b)));
  }

  private static String text(Optional<Result> result) {
    return result.map(Result::text).orElse("");
  }
}
