package org.batchrunner.batch.run;

import org.batchrunner.money.Dollars;
import org.batchrunner.task.Judgment;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Phase;
import org.batchrunner.task.Workflow;
import org.batchrunner.task.options.Options;
import org.batchrunner.workflow.JudgeParser;
import org.batchrunner.workflow.JudgePrompt;
import org.batchrunner.workflow.JudgeReply;
import org.batchrunner.workflow.JudgeRequest;
import org.batchrunner.workflow.Policy;

/** Asks the judge to score the drafts of a run. Named by the route {@code judge}. */
public final class Judge {

  private static final int MOST_ASKINGS = 2;

  private final CallPlanner preparation;

  public Judge(CallPlanner preparation) {
    this.preparation = preparation;
  }

  /** The call to the judge; the drafts as they are if there is nothing to judge. */
  public Object ask(DebateState drafts) {
    Run run = drafts.run();
    if (run.workflow() != Workflow.DEBATE || drafts.broken() != null) {
      return drafts;
    }
    JudgeRequest sheet = JudgePrompt.of(run.text(), drafts.drafts(), run.options(), judgeOf(run));
    return sheet.isEmpty() ? drafts : calling(new JudgeAttempt(drafts, sheet, 1), true);
  }

  /** The drafts with their scores, or the call that asks once more. */
  public Object read(CallResult answer) {
    JudgeAttempt sitting = answer.calling().sitting();
    DebateState drafts = sitting.drafts();
    JudgeParser parser = new JudgeParser(Policy.of(drafts.run().options()));
    ModelId judge = answer.calling().call().model();
    if (answer.endsRun()) {
      return drafts.withBroken(answer);
    }
    if (answer.reply() == null) {
      return unjudged(parser, judge, sitting, "the judge gave no answer: " + answer.error());
    }
    JudgeReply judging = parser.parse(sitting.sheet(), judge, answer.reply());
    if (judging instanceof JudgeReply.Scored scored) {
      return drafts.judged(scored.drafts(), scored.judgment());
    }
    String why = ((JudgeReply.NotInForm) judging).why();
    if (sitting.askings() >= MOST_ASKINGS) {
      return unjudged(parser, judge, sitting, "the judge's replies were not in form: " + why);
    }
    JudgeRequest again = JudgePrompt.again(sitting.sheet(), why);
    return calling(new JudgeAttempt(drafts, again, sitting.askings() + 1), false);
  }

  private static DebateState unjudged(
      JudgeParser parser, ModelId judge, JudgeAttempt sitting, String why) {
    DebateState drafts = sitting.drafts();
    Judgment judgment = parser.unjudged(judge, sitting.sheet(), why);
    return drafts.judged(drafts.drafts(), judgment);
  }

  private CallInProgress calling(JudgeAttempt sitting, boolean reserved) {
    Run run = sitting.drafts().run();
    CallInProgress calling =
        new CallInProgress(
            run,
            preparation.call(
                run.context(),
                run.task().seq(),
                Phase.JUDGE,
                judgeOf(run),
                sitting.sheet().prompt()),
            sitting.sheet().prompt(),
            reserved && !run.judgeWorst().equals(Dollars.ZERO));
    calling.sitting(sitting);
    return calling;
  }

  private static ModelId judgeOf(Run run) {
    return of(run.options());
  }

  /** The judge: the option, else the first debater. */
  public static ModelId of(Options options) {
    return options.judge().orElse(options.debaters().get(0));
  }
}
