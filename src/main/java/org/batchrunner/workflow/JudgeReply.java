package org.batchrunner.workflow;

import java.util.List;
import org.batchrunner.task.Draft;
import org.batchrunner.task.Judgment;

/** The outcome of the judge's reply. */
public sealed interface JudgeReply {

  /**
   * A reply with a score for every draft that was shown.
   *
   * @param drafts all drafts of the task, in the debaters' order
   */
  record Scored(List<Draft> drafts, Judgment judgment) implements JudgeReply {}

  /**
   * A reply that can't be used.
   *
   * @param why to follow "the judge's reply was not in form: "
   */
  record NotInForm(String why) implements JudgeReply {}
}
