package org.batchrunner.outbox;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.batchrunner.common.Json;
import org.batchrunner.ledger.StoredResult;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.BatchState;
import org.batchrunner.task.Draft;
import org.batchrunner.task.Mode;
import org.batchrunner.task.Phase;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.batchrunner.task.Task;
import org.batchrunner.task.Usage;
import org.batchrunner.task.options.Options;

/** Batches, tasks and results to write. */
final class Samples {

  static final Instant START = Instant.parse("2026-11-23T23:15:00Z");
  static final String ID = "tasks-20261123-231500";

  private Samples() {}

  static BatchFacts batch(long total, String... options) {
    Map<String, Object> set = new LinkedHashMap<>();
    for (int i = 0; i < options.length; i += 2) {
      String value = options[i + 1];
      set.put(options[i], value.startsWith("[") ? Json.read(value, List.class) : value);
    }
    return new BatchFacts(
        ID,
        "tasks.csv",
        "0123456789abcdef",
        "0.1.0",
        total,
        Options.of(set),
        Result.NO_CORPUS,
        Mode.REAL,
        BatchState.FINISHED,
        null,
        START,
        START.plusSeconds(90),
        Dollars.parse("0.31"),
        Dollars.ZERO,
        Dollars.parse("0.01"),
        Map.of("dropped", 2));
  }

  static Task task(int seq, String text) {
    return new Task(
        seq, "id-" + seq, text, Map.of("id", "id-" + seq, "note", "n" + seq, "task", text), null);
  }

  static StoredResult published(Task task, String answer) {
    return result(task, Status.PUBLISHED, answer, List.of());
  }

  static StoredResult result(Task task, Status status, String answer, List<Draft> drafts) {
    return StoredResult.of(
        new Result(
            task.id(),
            task.seq(),
            task.text(),
            1.25,
            status,
            answer == null ? null : "openai",
            answer == null ? null : "gpt-4o",
            answer,
            status == Status.PUBLISHED ? null : "because",
            List.of(
                new Usage(
                    Phase.DEBATE, "openai", "gpt-4o", 100, 0, 20, Dollars.parse("0.0015"), 1.2)),
            Dollars.parse("0.0015"),
            Dollars.parse("0.0015"),
            Result.NO_CORPUS,
            Mode.REAL,
            1,
            drafts,
            null,
            List.of(),
            Map.of(),
            null,
            null));
  }

  static Draft draft(String provider, String model, String text) {
    return new Draft(
        provider, model, text, List.of(), null, List.of(), false, true, List.of(), null, null,
        List.of(), null, null);
  }
}
