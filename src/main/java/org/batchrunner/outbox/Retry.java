package org.batchrunner.outbox;

import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.batchrunner.common.Json;
import org.batchrunner.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * The rows that did not end well, ready to be dropped again: {@code retry.csv}, and {@code
 * retry.jsonl} for requests of the OpenAI batch format, which no table can hold. Each is there only
 * if it has a row.
 */
final class Retry implements AutoCloseable {

  private final Path rowsFile;
  private final Path requestsFile;
  private final InputColumns input;
  private @Nullable CsvFile rows;
  private SafeFiles.@Nullable Aside requests;

  Retry(Path folder, InputColumns input) {
    this.rowsFile = SafeFiles.in(folder, "retry.csv");
    this.requestsFile = SafeFiles.in(folder, "retry.jsonl");
    this.input = input;
  }

  void add(Task task) throws IOException {
    if (task.body() != null) {
      addRequest(task, task.body());
      return;
    }
    if (rows == null) {
      rows = new CsvFile(rowsFile, input.names(), input.delimiter());
    }
    rows.write(input.values(task));
  }

  private void addRequest(Task task, String body) throws IOException {
    if (requests == null) {
      requests = SafeFiles.open(requestsFile);
    }
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("custom_id", task.id());
    line.put("method", "POST");
    line.put("url", task.columns().getOrDefault("url", "/v1/chat/completions"));
    line.put("body", new RawValue(body));
    requests.stream().write((Json.write(line) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  void keep() throws IOException {
    if (rows != null) {
      rows.keep();
    } else {
      Files.deleteIfExists(rowsFile);
    }
    if (requests != null) {
      requests.keep();
    } else {
      Files.deleteIfExists(requestsFile);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      if (rows != null) {
        rows.close();
      }
    } finally {
      if (requests != null) {
        requests.close();
      }
    }
  }
}
