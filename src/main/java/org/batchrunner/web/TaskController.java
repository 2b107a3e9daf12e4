package org.batchrunner.web;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.batchrunner.batch.accept.InputStore;
import org.batchrunner.batch.manage.BatchQueries;
import org.batchrunner.common.Json;
import org.batchrunner.intake.CloseableIterator;
import org.batchrunner.intake.Intake;
import org.batchrunner.ledger.BatchRecord;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.Page;
import org.batchrunner.ledger.ResultStore;
import org.batchrunner.money.Dollars;
import org.batchrunner.outbox.Charge;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.batchrunner.task.Task;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lists the tasks of a batch and shows their results. */
@RestController
final class TaskController {

  private static final int CUT = 200;

  private final BatchQueries inspection;
  private final Ledger ledger;
  private final InputStore inputs;
  private final Intake intake;

  TaskController(BatchQueries inspection, Ledger ledger, InputStore inputs, Intake intake) {
    this.inspection = inspection;
    this.ledger = ledger;
    this.inputs = inputs;
    this.intake = intake;
  }

  /**
   * An ended task in a list.
   *
   * @param task its text, cut
   * @param answer cut; null if there is none
   * @param cost the cost, or its upper bound if it is unknown
   * @param atRisk the part of {@code cost} that is not known to have been billed
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record Row(
      int seq,
      String id,
      String task,
      Status status,
      @Nullable String provider,
      @Nullable String model,
      @Nullable String answer,
      @Nullable String reason,
      Dollars cost,
      Dollars atRisk,
      double durationS) {

    static Row of(Result result) {
      return new Row(
          result.seq(),
          result.id(),
          String.valueOf(cut(result.task())),
          result.status(),
          result.provider(),
          result.model(),
          cut(result.text()),
          cut(Charge.reason(result)),
          Charge.of(result),
          result.atRisk(),
          result.durationS());
    }
  }

  static @Nullable String cut(@Nullable String text) {
    if (text == null || text.length() <= CUT) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(CUT - 1)) ? CUT - 1 : CUT;
    return text.substring(0, end) + "…";
  }

  /**
   * Lists the tasks that have ended.
   *
   * @param sort {@code seq}, {@code id}, {@code cost}, {@code duration} or {@code status}
   * @param order {@code asc} or {@code desc}
   * @param status names with commas between them
   * @param provider the provider of the answer
   * @param q words found anywhere in the result
   */
  @GetMapping("/api/batches/{id}/tasks")
  PageJson<Row> list(
      @PathVariable String id,
      @RequestParam(defaultValue = "0") int page,
      @RequestParam(defaultValue = "100") int size,
      @RequestParam(defaultValue = "seq") String sort,
      @RequestParam(defaultValue = "asc") String order,
      @RequestParam(defaultValue = "") String status,
      @RequestParam(required = false) @Nullable String provider,
      @RequestParam(required = false) @Nullable String q) {
    Page<Result> results =
        ledger
            .results()
            .page(
                batch(id).no(),
                new ResultStore.Filter(
                    RequestParams.some(Status.class, status, "status"),
                    provider == null || provider.isBlank() ? null : provider,
                    q,
                    RequestParams.one(ResultStore.Sort.class, sort, "sort"),
                    RequestParams.one(Order.class, order, "order") == Order.DESC,
                    PageJson.offset(page, size),
                    size));
    return PageJson.of(
        new Page<>(results.rows().stream().map(Row::of).toList(), results.total()), page, size);
  }

  private enum Order {
    ASC,
    DESC
  }

  /**
   * Returns a task completely: the object of its file in {@code results/}, and its input columns.
   */
  @GetMapping("/api/batches/{id}/tasks/{seq}")
  ObjectNode task(@PathVariable String id, @PathVariable int seq) throws IOException {
    BatchRecord batch = batch(id);
    ObjectNode task = Json.MAPPER.valueToTree(result(batch, seq));
    task.set("columns", Json.MAPPER.valueToTree(input(batch, seq).columns()));
    return task;
  }

  private Result result(BatchRecord batch, int seq) {
    return ledger
        .results()
        .find(batch.no(), seq)
        .orElseThrow(
            () ->
                ApiProblem.notFound(
                    "Task %d of batch %s has not ended yet, or there is none"
                        .formatted(seq, batch.id())));
  }

  private Task input(BatchRecord batch, int seq) throws IOException {
    try (CloseableIterator<Task> tasks =
        intake.open(inputs.input(batch.id()), batch.options()).tasks()) {
      while (tasks.hasNext()) {
        Task task = tasks.next();
        if (task.seq() == seq) {
          return task;
        }
      }
    }
    throw ApiProblem.notFound("There is no task %d in batch %s".formatted(seq, batch.id()));
  }

  private BatchRecord batch(String id) {
    return inspection.view(id).batch();
  }
}
