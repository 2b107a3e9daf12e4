package org.batchrunner.web;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.batchrunner.batch.accept.DefaultOptions;
import org.batchrunner.batch.plan.Plan;
import org.batchrunner.batch.plan.Planner;
import org.batchrunner.batch.plan.Preview;
import org.batchrunner.intake.Census;
import org.batchrunner.intake.Intake;
import org.batchrunner.intake.InvalidTaskFileException;
import org.batchrunner.intake.OptionSets;
import org.batchrunner.intake.TaskFile;
import org.batchrunner.task.options.Options;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Takes uploaded files and shows their contents and cost before they are run. */
@RestController
final class UploadController {

  private static final int MOST_SHOWN = 100;

  private final Uploads uploads;
  private final Intake intake;
  private final DefaultOptions defaults;
  private final OptionSets sets;
  private final Preview preview;
  private final Planner planner;
  private final NamedFiles files;

  UploadController(
      Uploads uploads,
      Intake intake,
      DefaultOptions defaults,
      OptionSets sets,
      Preview preview,
      Planner planner,
      NamedFiles files) {
    this.uploads = uploads;
    this.intake = intake;
    this.defaults = defaults;
    this.sets = sets;
    this.preview = preview;
    this.planner = planner;
    this.files = files;
  }

  /**
   * An uploaded file.
   *
   * @param tasks the number of tasks with a text; 0 if the task column is not known yet
   * @param dropped the number of rows without a text
   * @param hidden the number of tasks in hidden rows of a sheet, which are left out
   * @param notes sentences about what else was left out
   * @param taskColumn the task column; null if the option {@code task-column} has to name it
   * @param corpus the names of the uploaded documents
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record Upload(
      String upload,
      String name,
      long size,
      int tasks,
      int dropped,
      int hidden,
      List<String> notes,
      List<String> columns,
      @Nullable String taskColumn,
      List<String> corpus) {}

  /** Batch options that override the defaults. */
  record Given(@Nullable Map<String, @Nullable Object> options) {}

  /** Batch options that override the defaults, and how many tasks to show. */
  record GivenFirst(@Nullable Map<String, @Nullable Object> options, @Nullable Integer first) {}

  @PostMapping("/api/uploads")
  @ResponseStatus(HttpStatus.CREATED)
  Upload keep(
      @RequestParam MultipartFile file,
      @RequestParam(required = false) @Nullable List<MultipartFile> corpus)
      throws IOException {
    String id = uploads.keep(file, corpus == null ? List.of() : corpus);
    boolean usable = false;
    try {
      Upload upload = look(id);
      usable = true;
      return upload;
    } finally {
      if (!usable) {
        uploads.discard(id);
      }
    }
  }

  private Upload look(String id) throws IOException {
    Path file = uploads.file(id);
    Options options = defaults.options(sets);
    Census census;
    String column;
    try {
      TaskFile tasks = intake.open(file, options);
      census = tasks.check();
      column = tasks.taskColumn(census.columns()).orElse(null);
    } catch (InvalidTaskFileException e) {
      if (e.columns().isEmpty()) {
        throw e;
      }
      census = new Census(0, 0, 0, List.of(), e.columns(), Files.size(file), "");
      column = null;
    }
    return new Upload(
        id,
        String.valueOf(file.getFileName()),
        census.bytes(),
        census.tasks(),
        census.dropped(),
        census.hidden(),
        census.notes(),
        census.columns(),
        column,
        uploads.corpus(id));
  }

  /** Returns the first tasks as they will be sent. */
  @PostMapping("/api/uploads/{upload}/preview")
  Preview.First preview(@PathVariable String upload, @RequestBody GivenFirst given)
      throws IOException {
    int first = given.first() == null ? 5 : Math.max(0, Math.min(MOST_SHOWN, given.first()));
    Path file = uploads.file(upload);
    return preview.first(file, files.check(RequestParams.options(given.options()), file), first);
  }

  /** Returns what the file would cost, and how much of it fits the caps. Calls no model. */
  @PostMapping("/api/uploads/{upload}/plan")
  Plan plan(@PathVariable String upload, @RequestBody Given given) throws IOException {
    Path file = uploads.file(upload);
    return planner.plan(file, files.check(RequestParams.options(given.options()), file));
  }
}
