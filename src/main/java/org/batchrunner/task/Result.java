package org.batchrunner.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.batchrunner.money.Dollars;
import org.jspecify.annotations.Nullable;

/**
 * The result of a task: the object in {@code results/SEQ-ID.json}.
 *
 * @param seq the sequence number of the task
 * @param task the text of the task
 * @param durationS seconds from the start of the run to its end
 * @param provider the provider of the answer; null if there is no answer
 * @param model the model of the answer, as the reply names it
 * @param text the answer
 * @param reason why the task has this status
 * @param usage a row for each model call that counts
 * @param costEstimate settled dollars that count toward the caps
 * @param spent all dollars that were or may have been billed
 * @param corpusHash 16 hexadecimal digits, or {@code none}
 * @param attempts the number of HTTP attempts
 * @param drafts the answers of the debaters; empty for the workflow {@code single}
 * @param redaction the number of redactions, by rule
 * @param error why the task failed
 * @param reuse the calls that needed no payment; null, and not in the file, if there are none
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Result(
    String id,
    int seq,
    String task,
    double durationS,
    Status status,
    @Nullable String provider,
    @Nullable String model,
    @Nullable String text,
    @Nullable String reason,
    List<Usage> usage,
    Dollars costEstimate,
    Dollars spent,
    String corpusHash,
    Mode mode,
    int attempts,
    List<Draft> drafts,
    @Nullable Judgment judgment,
    List<Citation> citations,
    Map<String, Integer> redaction,
    @Nullable String error,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Reuse reuse) {

  public static final String NO_CORPUS = "none";

  /** Creates the result of a task for which no model was called. */
  public static Result without(Task task, Status status, @Nullable String reason, Mode mode) {
    return new Result(
        task.id(),
        task.seq(),
        task.text(),
        0,
        status,
        null,
        null,
        null,
        reason,
        List.of(),
        Dollars.ZERO,
        Dollars.ZERO,
        NO_CORPUS,
        mode,
        0,
        List.of(),
        null,
        List.of(),
        Map.of(),
        null,
        null);
  }

  /**
   * Returns this result withheld because a cap was exceeded. Its cost then counts toward no cap,
   * but still counts as spent.
   */
  public Result blocked(Status newStatus, String newReason) {
    Result free = withBill(usage, Dollars.ZERO, spent, attempts);
    return free.with(newStatus, null, null, null, newReason, drafts, error);
  }

  public Result withError(String message) {
    return with(status, provider, model, text, reason, drafts, message);
  }

  public Result withDrafts(List<Draft> newDrafts) {
    return with(status, provider, model, text, reason, newDrafts, error);
  }

  private Result with(
      Status newStatus,
      @Nullable String newProvider,
      @Nullable String newModel,
      @Nullable String newText,
      @Nullable String newReason,
      List<Draft> newDrafts,
      @Nullable String newError) {
    return new Result(
        id,
        seq,
        task,
        durationS,
        newStatus,
        newProvider,
        newModel,
        newText,
        newReason,
        usage,
        costEstimate,
        spent,
        corpusHash,
        mode,
        attempts,
        newDrafts,
        judgment,
        citations,
        redaction,
        newError,
        reuse);
  }

  /** Returns this result with the cost and usage of its calls. */
  public Result withBill(
      List<Usage> newUsage, Dollars newCostEstimate, Dollars newSpent, int newAttempts) {
    return new Result(
        id,
        seq,
        task,
        durationS,
        status,
        provider,
        model,
        text,
        reason,
        newUsage,
        newCostEstimate,
        newSpent,
        corpusHash,
        mode,
        newAttempts,
        drafts,
        judgment,
        citations,
        redaction,
        error,
        reuse);
  }

  /** Returns the part of {@link #spent} that may not have been billed. */
  public Dollars atRisk() {
    return spent.minus(Dollars.sum(usage.stream().map(Usage::cost)));
  }

  /**
   * Returns the money at risk for the file; null if there is none, so that the field is left out.
   */
  @JsonProperty("at_risk")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Nullable Dollars shownAtRisk() {
    Dollars unknown = atRisk();
    return unknown.isZero() ? null : unknown;
  }

  /** Returns the part of {@link #atRisk} whose calls were answered without a usable cost. */
  public Dollars unreported() {
    return Dollars.sum(usage.stream().map(Usage::atRisk).filter(Objects::nonNull));
  }

  public long promptTokens() {
    return usage.stream().mapToLong(Usage::promptTokens).sum();
  }

  public long completionTokens() {
    return usage.stream().mapToLong(Usage::completionTokens).sum();
  }
}
