package org.batchrunner.outbox;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.batchrunner.common.Json;
import org.batchrunner.ledger.StoredResult;
import org.batchrunner.task.Totals;
import org.batchrunner.task.options.Options;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code batch-summary.json}. The summary comes before the results but is known only after
 * them, so the results are first written to a temporary file.
 */
final class Summary implements AutoCloseable {

  private final Path folder;
  private final SafeFiles.Aside results;
  private boolean first = true;

  Summary(Path folder) throws IOException {
    this.folder = folder;
    this.results = SafeFiles.open(SafeFiles.in(folder, "batch-summary.json"));
  }

  void add(StoredResult result) throws IOException {
    OutputStream stream = results.stream();
    stream.write((first ? "\n" : ",\n").getBytes(StandardCharsets.UTF_8));
    stream.write(result.json().getBytes(StandardCharsets.UTF_8));
    first = false;
  }

  void keep(BatchFacts batch, Totals totals) throws IOException {
    results.stream().close();
    try (SafeFiles.Aside whole = SafeFiles.open(SafeFiles.in(folder, "batch-summary.json"))) {
      String summary = Json.write(fields(folder, batch, totals));
      whole.stream()
          .write(
              ("{\"summary\": " + summary + ",\n\"results\": [").getBytes(StandardCharsets.UTF_8));
      whole.append(results.path());
      whole.stream().write("\n]}\n".getBytes(StandardCharsets.UTF_8));
      whole.keep();
    }
    // The last report says that the folder is complete, so nothing may be left here before it.
    results.close();
  }

  static Map<String, @Nullable Object> fields(Path folder, BatchFacts batch, Totals totals) {
    Options options = batch.options();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("batch", batch.id());
    fields.put("source", batch.source());
    fields.put("source_sha256", batch.sourceSha256());
    fields.put("version", batch.version());
    fields.put("totals", money(batch, totals));
    fields.put("count", totals.count());
    fields.put("by_status", totals.byStatus());
    fields.put("per_run_cap", options.perRunCap());
    fields.put("per_batch_cap", options.perBatchCap());
    fields.put("cap_mode", options.capMode().name().toLowerCase(Locale.ROOT));
    fields.put("concurrency", options.concurrency());
    fields.put("corpus_hash", batch.corpusHash());
    fields.put("mode", batch.mode());
    fields.put("state", batch.state());
    fields.put("reason", batch.reason());
    fields.put("started", batch.started());
    fields.put("finished", batch.finished());
    fields.put("savedir", folder.toString());
    batch.more().forEach(fields::putIfAbsent);
    fields.remove(BatchFacts.HELD_UNUSED);
    fields.remove(BatchFacts.RELEASED);
    return fields;
  }

  private static Map<String, Object> money(BatchFacts batch, Totals totals) {
    Map<String, Object> money = new LinkedHashMap<>();
    money.put("cost", totals.cost());
    money.put("spent", batch.spent());
    money.put("at_risk", batch.atRisk());
    money.put("prompt_tokens", totals.promptTokens());
    money.put("completion_tokens", totals.completionTokens());
    money.put("runs", totals.runs());
    money.put("reused", totals.reused());
    money.put("saved", totals.saved());
    for (String more : List.of(BatchFacts.RELEASED, BatchFacts.HELD_UNUSED)) {
      Object dollars = batch.more().get(more);
      if (dollars != null) {
        money.put(more, dollars);
      }
    }
    return money;
  }

  @Override
  public void close() throws IOException {
    results.close();
  }
}
