package org.batchrunner.harness;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a batch left in the outbox, read as a stranger reads it.
 *
 * @param summary the object {@code summary} of {@code batch-summary.json}
 * @param results its {@code results}
 * @param lines of {@code results.jsonl}
 * @param rows of {@code results.csv}
 * @param report of {@code batch_report.csv}
 * @param retry of {@code retry.csv}; empty without one
 */
public record Outcome(
    Path folder,
    JsonNode summary,
    List<JsonNode> results,
    List<JsonNode> lines,
    List<Map<String, String>> rows,
    List<Map<String, String>> report,
    List<Map<String, String>> retry) {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /**
   * @param folder of the batch
   * @throws UncheckedIOException if a file is missing or can't be read
   */
  public static Outcome read(Path folder) {
    try {
      JsonNode file = JSON.readTree(Files.readAllBytes(folder.resolve("batch-summary.json")));
      List<JsonNode> results = new ArrayList<>();
      file.path("results").forEach(results::add);
      List<JsonNode> lines = new ArrayList<>();
      for (String line :
          Files.readString(folder.resolve("results.jsonl"), StandardCharsets.UTF_8)
              .lines()
              .toList()) {
        lines.add(JSON.readTree(line));
      }
      Path retry = folder.resolve("retry.csv");
      return new Outcome(
          folder,
          file.path("summary"),
          results,
          lines,
          csv(folder.resolve("results.csv")),
          csv(folder.resolve("batch_report.csv")),
          Files.exists(retry) ? csv(retry) : List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(folder.toString(), e);
    }
  }

  /** The rows of a CSV file, by column. */
  static List<Map<String, String>> csv(Path file) {
    try (CsvReader<NamedCsvRecord> reader =
        CsvReader.builder().detectBomHeader(true).ofNamedCsvRecord(file)) {
      return reader.stream().map(NamedCsvRecord::getFieldsAsMap).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String status(int index) {
    return results.get(index).path("status").asText();
  }

  /** How many results have each of these statuses. */
  public long count(String... statuses) {
    return results.stream()
        .filter(result -> List.of(statuses).contains(result.path("status").asText()))
        .count();
  }

  /** Dollars of the summary's totals: {@code cost}, {@code spent}, {@code at_risk}. */
  public BigDecimal total(String name) {
    return summary.path("totals").path(name).decimalValue();
  }

  /** The sum of a field of the results. */
  public BigDecimal sum(String field) {
    return results.stream()
        .map(result -> result.path(field).decimalValue())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
