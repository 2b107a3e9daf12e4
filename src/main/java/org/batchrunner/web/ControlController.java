package org.batchrunner.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.batchrunner.batch.active.BatchQueue;
import org.batchrunner.batch.manage.BatchCommands;
import org.batchrunner.batch.manage.BatchQueries;
import org.batchrunner.batch.manage.Reporter;
import org.batchrunner.batch.manage.UnknownBatchException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Pauses, resumes, cancels, retries and changes batches. */
@RestController
final class ControlController {

  private final BatchCommands control;
  private final BatchQueries inspection;
  private final Reporter reporter;
  private final BatchQueue worker;
  private final NamedFiles files;

  ControlController(
      BatchCommands control,
      BatchQueries inspection,
      Reporter reporter,
      BatchQueue worker,
      NamedFiles files) {
    this.control = control;
    this.inspection = inspection;
    this.reporter = reporter;
    this.worker = worker;
    this.files = files;
  }

  /** A sentence that says what was done. */
  record Done(String message) {}

  /** Pauses a batch: running tasks finish, and no other task starts. */
  @PostMapping("/api/batches/{id}/pause")
  Done pause(@PathVariable String id) {
    return apply(id, control::pause);
  }

  /** Resumes a paused batch. */
  @PostMapping("/api/batches/{id}/resume")
  Done resume(@PathVariable String id) {
    Done done = apply(id, control::resume);
    worker.work(id);
    return done;
  }

  /** Cancels a batch: its tasks that have not started get the status cancelled. */
  @PostMapping("/api/batches/{id}/cancel")
  Done cancel(@PathVariable String id) {
    return apply(id, control::cancel);
  }

  /** Tries the tasks again that did not end well; what was spent still counts for the cap. */
  @PostMapping("/api/batches/{id}/retry")
  Done retry(@PathVariable String id) {
    Done done = apply(id, control::retry);
    worker.work(id);
    return done;
  }

  /** Writes the outbox files of a batch again, from the ledger. */
  @PostMapping("/api/batches/{id}/report")
  Done report(@PathVariable String id) {
    if (worker.works(id)) {
      throw ApiProblem.conflict(id + " is running; its files are written while it runs");
    }
    return apply(id, reporter::rewrite);
  }

  /** Changes options of a batch, even while it runs. */
  @PatchMapping("/api/batches/{id}/options")
  Done set(@PathVariable String id, @RequestBody Map<String, @Nullable Object> given)
      throws IOException {
    Map<String, Object> changes = files.checkKept(RequestParams.options(given));
    if (changes.isEmpty()) {
      throw ApiProblem.unprocessable(
          "There is no option to change; send, for example, {\"per-batch-cap\": 20}");
    }
    // All of them or none.
    inspection.view(id).batch().options().with(changes);
    List<String> done = new ArrayList<>();
    changes.forEach(
        (key, value) ->
            done.add(apply(id, batch -> control.set(batch, key, text(value))).message()));
    return new Done(String.join("; ", done));
  }

  private static String text(Object value) {
    return value instanceof List<?> list
        ? String.join(",", list.stream().map(String::valueOf).toList())
        : String.valueOf(value);
  }

  /**
   * Applies an action; if the state of the batch does not allow it, the answer is a conflict (409).
   */
  private Done apply(String id, UnaryOperator<String> action) {
    String batch = inspection.view(id).batch().id();
    try {
      return new Done(action.apply(batch));
    } catch (UnknownBatchException e) {
      throw ApiProblem.conflict(String.valueOf(e.getMessage()));
    }
  }
}
