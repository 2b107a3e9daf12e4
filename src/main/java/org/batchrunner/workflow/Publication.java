package org.batchrunner.workflow;

import java.util.List;
import java.util.Map;
import org.batchrunner.task.Citation;
import org.batchrunner.task.Draft;
import org.batchrunner.task.Judgment;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.jspecify.annotations.Nullable;

/**
 * What a run came to, but for its bill.
 *
 * @param chosen the draft whose text is the answer; null if there is no answer
 * @param reason why it has this status, in a sentence
 * @param drafts what the report shows of the drafts
 * @param error why it failed
 */
public record Publication(
    Status status,
    @Nullable Draft chosen,
    String reason,
    List<Draft> drafts,
    @Nullable Judgment judgment,
    @Nullable String error) {

  /**
   * A run that ended before there was an answer: a cap refused to enlarge its hold, it was
   * cancelled.
   *
   * @param drafts those that it has by then
   */
  public static Publication ended(
      Status status, String reason, List<Draft> drafts, @Nullable Judgment judgment) {
    return new Publication(status, null, reason, drafts, judgment, null);
  }

  /** A run that failed otherwise than by its debaters. */
  public static Publication failed(String error, List<Draft> drafts) {
    return new Publication(Status.FAILED, null, error, drafts, null, error);
  }

  public Result result(RunFigures run) {
    List<Citation> citations = chosen == null ? List.of() : chosen.citations();
    return new Result(
        run.task().id(),
        run.task().seq(),
        run.task().text(),
        run.durationS(),
        status,
        chosen == null ? null : chosen.provider(),
        chosen == null ? null : chosen.model(),
        chosen == null ? null : chosen.text(),
        run.billNotes().isEmpty() ? reason : reason + "; " + String.join("; ", run.billNotes()),
        run.usage(),
        run.costEstimate(),
        run.spent(),
        run.corpusHash(),
        run.mode(),
        run.attempts(),
        drafts,
        judgment,
        citations,
        Map.of(),
        error,
        run.reuse());
  }
}
