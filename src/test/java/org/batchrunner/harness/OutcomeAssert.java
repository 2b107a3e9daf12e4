package org.batchrunner.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractAssert;

/** What holds of every batch that ended, whatever happened on the way. */
public final class OutcomeAssert extends AbstractAssert<OutcomeAssert, Outcome> {

  private OutcomeAssert(Outcome actual) {
    super(actual, OutcomeAssert.class);
  }

  public static OutcomeAssert assertOutcome(Outcome outcome) {
    return new OutcomeAssert(outcome);
  }

  /** Every task stands once in every report, and no file is half. */
  public OutcomeAssert isWhole(int tasks) {
    List<Integer> all = IntStream.rangeClosed(1, tasks).boxed().toList();
    assertThat(seqs(actual.results())).as("batch-summary.json, in file order").isEqualTo(all);
    assertThat(seqs(actual.lines())).as("results.jsonl").containsExactlyInAnyOrderElementsOf(all);
    assertThat(actual.rows()).as("results.csv").hasSize(tasks);
    assertThat(actual.report()).as("batch_report.csv").hasSize(tasks);
    assertThat(actual.summary().path("count").asInt()).isEqualTo(tasks);
    long counted = 0;
    for (JsonNode each : actual.summary().path("by_status")) {
      counted += each.asLong();
    }
    assertThat(counted).as("the sum of by_status").isEqualTo(tasks);
    sameInEvery("status", "status", "status");
    sameInEvery("text", "answer", null);
    jsonlSaysTheSame();
    noneAside();
    return this;
  }

  private void sameInEvery(
      String field, String column, @org.jspecify.annotations.Nullable String ofReport) {
    List<String> wanted = actual.results().stream().map(result -> text(result, field)).toList();
    assertThat(column(actual.rows(), column)).as(column + " in results.csv").isEqualTo(wanted);
    if (ofReport != null) {
      assertThat(column(actual.report(), ofReport)).as("batch_report.csv").isEqualTo(wanted);
    }
  }

  private static List<String> column(List<Map<String, String>> rows, String name) {
    return rows.stream().map(row -> row.getOrDefault(name, "no column " + name)).toList();
  }

  private static String text(JsonNode result, String field) {
    JsonNode value = result.path(field);
    return value.isNull() ? "" : value.asText();
  }

  private void jsonlSaysTheSame() {
    Map<Integer, JsonNode> bySeq = new java.util.HashMap<>();
    actual.lines().forEach(line -> bySeq.put(line.path("seq").asInt(), line));
    for (JsonNode result : actual.results()) {
      assertThat(bySeq.get(result.path("seq").asInt())).as("the line").isEqualTo(result);
    }
  }

  private void noneAside() {
    try (Stream<Path> files = Files.walk(actual.folder())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("files that were written aside and left")
          .noneMatch(name -> name.startsWith(".") || name.endsWith(".tmp"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The totals are the sums of the results, and theirs of their calls. */
  public OutcomeAssert addsUp() {
    assertThat(actual.total("cost")).as("cost").isEqualByComparingTo(actual.sum("cost_estimate"));
    assertThat(actual.total("spent"))
        .as("spent, all that was or may have been billed, and cost")
        .isGreaterThanOrEqualTo(actual.total("cost"));
    for (JsonNode result : actual.results()) {
      BigDecimal calls = BigDecimal.ZERO;
      for (JsonNode call : result.path("usage")) {
        calls = calls.add(call.path("cost").decimalValue());
      }
      assertThat(result.path("cost_estimate").decimalValue())
          .as("cost_estimate of task %s and the sum of its calls", result.path("seq"))
          .isEqualByComparingTo(calls);
    }
    return this;
  }

  /** Never more than the cap. */
  public OutcomeAssert keepsTo(BigDecimal cap) {
    assertThat(actual.total("spent")).as("spent, and the cap").isLessThanOrEqualTo(cap);
    return this;
  }

  /** The same statuses and texts for the same tasks. */
  public OutcomeAssert endsAs(Outcome other) {
    for (String field : List.of("seq", "id", "task", "status", "text", "provider", "model")) {
      assertThat(fields(actual, field)).as(field).isEqualTo(fields(other, field));
    }
    return this;
  }

  private static List<String> fields(Outcome outcome, String field) {
    Function<JsonNode, String> value = result -> text(result, field);
    return outcome.results().stream().map(value).toList();
  }

  private static List<Integer> seqs(List<JsonNode> results) {
    return results.stream().map(result -> result.path("seq").asInt()).toList();
  }
}
