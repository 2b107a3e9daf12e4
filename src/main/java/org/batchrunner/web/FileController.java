package org.batchrunner.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.batchrunner.batch.manage.BatchQueries;
import org.batchrunner.batch.manage.Reporter;
import org.batchrunner.outbox.Outbox;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriUtils;

/**
 * Serves the outbox files of a batch. Browsers must save them and never show them, because they
 * contain texts of models.
 */
@RestController
final class FileController {

  private static final String WORKBOOK = "results.xlsx";
  private static final MediaType TEXT = new MediaType("text", "plain", StandardCharsets.UTF_8);
  private static final Map<String, MediaType> TYPES =
      Map.of(
          "csv", new MediaType("text", "csv", StandardCharsets.UTF_8),
          "tsv", new MediaType("text", "tab-separated-values", StandardCharsets.UTF_8),
          "json", MediaType.APPLICATION_JSON,
          "jsonl", new MediaType("application", "jsonl"),
          "yaml", new MediaType("application", "yaml"),
          "txt", TEXT,
          "md", TEXT,
          "xlsx",
              new MediaType(
                  "application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"));

  private final BatchQueries inspection;
  private final Outbox outbox;
  private final Reporter reporter;

  FileController(BatchQueries inspection, Outbox outbox, Reporter reporter) {
    this.inspection = inspection;
    this.outbox = outbox;
    this.reporter = reporter;
  }

  /**
   * @param size bytes
   */
  record FileJson(String name, long size, Instant modified) {}

  /** Lists the files of a batch, without those of single tasks. */
  @GetMapping("/api/batches/{id}/files")
  List<FileJson> list(@PathVariable String id) throws IOException {
    Path folder = folder(id);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<FileJson> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        if (isPlain(file)) {
          all.add(
              new FileJson(
                  String.valueOf(file.getFileName()),
                  Files.size(file),
                  Files.getLastModifiedTime(file).toInstant()));
        }
      }
    }
    return all;
  }

  /** Returns a file of a batch; {@code results.xlsx} is created on request. */
  @GetMapping("/api/batches/{id}/files/{name}")
  ResponseEntity<Resource> file(@PathVariable String id, @PathVariable String name)
      throws IOException {
    Path folder = folder(id);
    return name.equals(WORKBOOK) ? attached(reporter.workbook(id)) : attached(in(folder, name));
  }

  /** Returns the file of a single task. */
  @GetMapping("/api/batches/{id}/files/results/{name}")
  ResponseEntity<Resource> taskFile(@PathVariable String id, @PathVariable String name)
      throws IOException {
    Path folder = folder(id).resolve("results");
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(name);
    }
    return attached(in(folder, name));
  }

  private Path folder(String id) {
    return outbox.path(inspection.view(id).batch().id());
  }

  /** Returns a file that is directly in the folder, even if the name tries to leave it. */
  private static Path in(Path folder, String name) throws NoSuchFileException {
    try {
      Path file = folder.resolve(name);
      if (folder.equals(file.getParent()) && isPlain(file)) {
        return file;
      }
    } catch (InvalidPathException e) {
      throw new NoSuchFileException(name);
    }
    throw new NoSuchFileException(name);
  }

  private static boolean isPlain(Path file) {
    return !String.valueOf(file.getFileName()).startsWith(".")
        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Returns the header with an ASCII name and, if the name is not ASCII, with the encoded real name
   * too.
   */
  static String saveAs(String name) {
    String plain = name.replaceAll("[^ -~]|[\"\\\\%]", "_");
    String disposition = "attachment; filename=\"%s\"".formatted(plain);
    return plain.equals(name)
        ? disposition
        : disposition + "; filename*=UTF-8''" + UriUtils.encode(name, StandardCharsets.UTF_8);
  }

  private static ResponseEntity<Resource> attached(Path file) {
    String name = String.valueOf(file.getFileName());
    String extension = name.substring(name.lastIndexOf('.') + 1);
    return ResponseEntity.ok()
        .contentType(TYPES.getOrDefault(extension, MediaType.APPLICATION_OCTET_STREAM))
        .header(HttpHeaders.CONTENT_DISPOSITION, saveAs(name))
        .body(new FileSystemResource(file));
  }
}
