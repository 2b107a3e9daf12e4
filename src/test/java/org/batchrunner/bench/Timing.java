package org.batchrunner.bench;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.batchrunner.harness.ProgramProcess;
import org.batchrunner.harness.Workplace;

/**
 * From the acceptance of a file, when its copy appears in the outbox, to its report, the last file.
 *
 * @param published how many tasks are
 */
record Timing(double millis, long published) {

  static Timing of(Workplace workplace, String stem, ProgramProcess program, Duration patience) {
    Path folder =
        Awaitility.await("the report of " + stem)
            .atMost(patience)
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(20))
            .failFast("the program has ended", () -> !program.isAlive())
            .until(() -> reported(workplace, stem), Optional::isPresent)
            .orElseThrow();
    return of(folder);
  }

  static Timing of(Path folder) {
    try {
      Instant accepted = Files.getLastModifiedTime(folder.resolve("options.yaml")).toInstant();
      Instant reported = Files.getLastModifiedTime(folder.resolve("batch_report.csv")).toInstant();
      JsonNode summary = summary(folder);
      Instant started = Instant.parse(summary.path("started").asText());
      Instant from = started.isBefore(accepted) ? started : accepted;
      return new Timing(
          Duration.between(from, reported).toNanos() / 1e6,
          summary.path("by_status").path("published").asLong());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Only its beginning is read: the results of a million rows follow. */
  private static JsonNode summary(Path folder) throws IOException {
    ObjectMapper json = new ObjectMapper();
    try (JsonParser parser = json.createParser(folder.resolve("batch-summary.json").toFile())) {
      parser.nextToken();
      parser.nextToken();
      parser.nextToken();
      return json.readTree(parser);
    }
  }

  private static Optional<Path> reported(Workplace workplace, String stem) {
    return workplace.batches().stream()
        .filter(folder -> folder.getFileName().toString().startsWith(stem + "-"))
        .filter(folder -> Files.exists(folder.resolve("batch_report.csv")))
        .findFirst();
  }
}
