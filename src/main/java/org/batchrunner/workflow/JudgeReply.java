package org.batchrunner.workflow;

import java.util.List;
import org.batchrunner.task.Draft;
import org.batchrunner.task.Judgment;

/** What the judge's reply came to. */
public sealed interface JudgeReply {

  /**
   * Every draft that was shown has its score.
   *
   * @param drafts all drafts of the task, in the debaters' order
   */
  record Scored(List<Draft> drafts, Judgment judgment) implements JudgeReply {}

  /**
   * The reply can't be used.
   *
   * @param why to follow "the judge's reply was not in form: "
   */
  record NotInForm(String why) implements JudgeReply {}
}
