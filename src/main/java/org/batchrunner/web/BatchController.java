package org.batchrunner.web;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.batchrunner.batch.active.BatchQueue;
import org.batchrunner.batch.manage.BatchQueries;
import org.batchrunner.common.Json;
import org.batchrunner.ledger.BatchFilter;
import org.batchrunner.task.BatchState;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Creates, lists and shows batches. */
@RestController
final class BatchController {

  private static final String TYPED_IN = "prompt.jsonl";

  private final BatchViews batches;
  private final BatchQueries inspection;
  private final Uploads uploads;
  private final BatchQueue worker;
  private final NamedFiles files;

  BatchController(
      BatchViews batches,
      BatchQueries inspection,
      Uploads uploads,
      BatchQueue worker,
      NamedFiles files) {
    this.batches = batches;
    this.inspection = inspection;
    this.uploads = uploads;
    this.worker = worker;
    this.files = files;
  }

  /** The id of a batch. */
  record Made(String batch) {}

  /** An uploaded file, and batch options that override the defaults. */
  record Order(@Nullable String upload, @Nullable Map<String, @Nullable Object> options) {}

  /** A single prompt, and batch options that override the defaults. */
  record Single(@Nullable String prompt, @Nullable Map<String, @Nullable Object> options) {}

  /**
   * Lists batches, newest first.
   *
   * @param state names with commas between them
   * @param q words in the id or the file's name
   */
  @GetMapping("/api/batches")
  PageJson<BatchJson> list(
      @RequestParam(defaultValue = "") String state,
      @RequestParam(required = false) @Nullable String q,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant to,
      @RequestParam(defaultValue = "0") int page,
      @RequestParam(defaultValue = "50") int size) {
    BatchFilter filter =
        new BatchFilter(RequestParams.some(BatchState.class, state, "state"), q, from, to);
    return PageJson.of(batches.list(filter, PageJson.offset(page, size), size), page, size);
  }

  @GetMapping("/api/batches/{id}")
  BatchJson get(@PathVariable String id) {
    return batches.get(id);
  }

  /** Returns the object {@code summary} of {@code batch-summary.json} as it is so far. */
  @GetMapping("/api/batches/{id}/summary")
  Map<String, @Nullable Object> summary(@PathVariable String id) {
    return inspection.summary(id);
  }

  /** Returns the options in force. */
  @GetMapping("/api/batches/{id}/options")
  Map<String, Object> options(@PathVariable String id) {
    return inspection.view(id).batch().options().inForce();
  }

  /** Runs a file that was uploaded before. */
  @PostMapping(path = "/api/batches", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Made> run(@RequestBody Order order) throws IOException {
    if (order.upload() == null) {
      throw ApiProblem.unprocessable(
          "There is no upload; send {\"upload\": ID} with the id that POST /api/uploads returned, or"
              + " the file itself as multipart/form-data");
    }
    return run(order.upload(), RequestParams.options(order.options()));
  }

  /**
   * Uploads a file and runs it in one step.
   *
   * @param options YAML or JSON
   */
  @PostMapping(path = "/api/batches", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  ResponseEntity<Made> run(
      @RequestParam MultipartFile file,
      @RequestParam(required = false) @Nullable String options,
      @RequestParam(required = false) @Nullable List<MultipartFile> corpus)
      throws IOException {
    Map<String, Object> given = RequestParams.options(options);
    return runOnce(uploads.keep(file, corpus == null ? List.of() : corpus), given);
  }

  /** Runs a single prompt as a batch of one task. */
  @PostMapping("/api/runs")
  ResponseEntity<Made> run(@RequestBody Single single) throws IOException {
    if (single.prompt() == null || single.prompt().isBlank()) {
      throw ApiProblem.unprocessable("The prompt is empty; enter a text");
    }
    String line = Json.write(Map.of("task", single.prompt())) + "\n";
    return runOnce(uploads.keep(TYPED_IN, line), RequestParams.options(single.options()));
  }

  /** Deletes an upload that was not accepted, since its id is not known to anyone. */
  private ResponseEntity<Made> runOnce(String upload, Map<String, Object> options)
      throws IOException {
    boolean accepted = false;
    try {
      ResponseEntity<Made> made = run(upload, options);
      accepted = true;
      return made;
    } finally {
      if (!accepted) {
        uploads.discard(upload);
      }
    }
  }

  private ResponseEntity<Made> run(String upload, Map<String, Object> options) throws IOException {
    Path file = uploads.file(upload);
    String batch = worker.submit(file, files.check(options, file));
    uploads.discardAccepted(upload);
    return ResponseEntity.created(URI.create("/api/batches/" + UriPart.of(batch)))
        .body(new Made(batch));
  }
}
