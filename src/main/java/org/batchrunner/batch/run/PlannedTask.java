package org.batchrunner.batch.run;

import java.util.List;
import java.util.stream.Stream;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.Call;
import org.batchrunner.task.Prompt;
import org.batchrunner.task.Task;
import org.batchrunner.task.Workflow;
import org.batchrunner.task.options.Options;

/**
 * A task whose first calls are ready to be sent.
 *
 * @param options of this task
 * @param text what is asked, the template filled in
 * @param drafts the first calls, a debater each
 * @param judgeWorst upper bound of what the judge's call costs; zero without a judge
 */
public record PlannedTask(
    Task task, Options options, String text, List<First> drafts, Dollars judgeWorst) {

  /** A call and the prompt that it was made from. */
  public record First(Call call, Prompt prompt) {}

  /** Whether a judge scores its drafts. */
  public boolean isJudged() {
    return task.body() == null && options.workflow() == Workflow.DEBATE;
  }

  /** Every debater once, and the judge over the longest drafts. */
  public Dollars worst() {
    return Dollars.sum(
        Stream.concat(drafts.stream().map(first -> first.call().worst()), Stream.of(judgeWorst)));
  }
}
