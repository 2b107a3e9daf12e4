package org.batchrunner.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.batchrunner.common.Json;
import org.batchrunner.ledger.Settlement.Answer;
import org.batchrunner.money.Dollars;
import org.batchrunner.money.Tokens;
import org.batchrunner.task.BatchState;
import org.batchrunner.task.Mode;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Phase;
import org.batchrunner.task.Reply.Finish;
import org.batchrunner.task.Result;
import org.batchrunner.task.Reuse;
import org.batchrunner.task.Status;
import org.batchrunner.task.Usage;
import org.batchrunner.task.options.Options;

/** Batches, calls and results for tests. */
final class Samples {

  static final String OWNER = "owner-1";
  static final Duration LEASE = Duration.ofSeconds(15);
  static final ModelId MODEL = new ModelId("openai", "gpt-4o-mini");

  private Samples() {}

  static Dollars dollars(String amount) {
    return Dollars.parse(amount);
  }

  static Options caps(String run, String batch) {
    return Options.of(Map.of("per-run-cap", run, "per-batch-cap", batch));
  }

  static NewBatch batch(String id, Options options) {
    return new NewBatch(
        id, id + ".csv", "sha-of-" + id, options, Mode.REAL, "1.0", Result.NO_CORPUS, 100, 0);
  }

  /** A batch as it is in the ledger by now. */
  static BatchRecord current(Ledger ledger, long no) {
    return ledger
        .batches()
        .list(EnumSet.allOf(BatchState.class), 0, Integer.MAX_VALUE)
        .rows()
        .stream()
        .filter(batch -> batch.no() == no)
        .findFirst()
        .orElseThrow();
  }

  /** A new batch, accepted and claimed. */
  static Claim claimed(Ledger ledger, String id, Options options) {
    Accepted accepted = ledger.batches().accept(batch(id, options), null);
    return ledger
        .batches()
        .claim(accepted.batch().id(), OWNER, LEASE, owner -> false)
        .orElseThrow();
  }

  static Hold hold(int seq, String worst, String runCap, String... calls) {
    IntendedCall[] intents = new IntendedCall[calls.length];
    Arrays.setAll(intents, i -> intent(seq, i + 1, calls[i]));
    return new Hold(seq, "id-" + seq, dollars(worst), dollars(runCap), List.of(intents));
  }

  static IntendedCall intent(int seq, int no, String worst) {
    return new IntendedCall(seq, no, Phase.DEBATE, MODEL, dollars(worst));
  }

  static Settlement settled(int seq, int no, String cost) {
    return Settlement.settled(
        seq, no, dollars(cost), "gpt-4o-mini-2024", Tokens.of(10, 5), Finish.STOP, 120, null);
  }

  static Settlement answered(int seq, int no, String cost, String key, String text) {
    return Settlement.settled(
        seq,
        no,
        dollars(cost),
        "gpt-4o-mini-2024",
        Tokens.of(10, 5),
        Finish.STOP,
        120,
        new Answer(key, text));
  }

  static Result result(int seq, Status status, String cost, String text) {
    Dollars spent = dollars(cost);
    return new Result(
        "id-" + seq,
        seq,
        "task " + seq,
        1.5,
        status,
        status == Status.PUBLISHED ? "openai" : null,
        status == Status.PUBLISHED ? "gpt-4o-mini-2024" : null,
        text,
        null,
        List.of(new Usage(Phase.DEBATE, "openai", "gpt-4o-mini-2024", 10, 0, 5, spent, 0.12)),
        spent,
        spent,
        Result.NO_CORPUS,
        Mode.REAL,
        1,
        List.of(),
        null,
        List.of(),
        Map.of(),
        null,
        null);
  }

  /** The same result, some of whose calls needed no payment. */
  static Result reusing(Result result, int calls, String saved) {
    ObjectNode json = (ObjectNode) Json.MAPPER.valueToTree(result);
    json.putPOJO("reuse", new Reuse(calls, dollars(saved)));
    return Json.read(json.toString(), Result.class);
  }
}
