package org.batchrunner.batch.run;

import java.util.List;
import java.util.Optional;
import org.batchrunner.task.Draft;
import org.batchrunner.task.Judgment;
import org.jspecify.annotations.Nullable;

/**
 * The drafts of a run, and from the judge on what it made of them.
 *
 * @param drafts in the order of the debaters
 * @param broken the answer that ends the run without a publication: a cap refused it, or the
 *     program stops; null if there is none
 * @param judgment null if there is none
 */
public record DebateState(
    Run run, List<Draft> drafts, @Nullable CallResult broken, @Nullable Judgment judgment) {

  static DebateState of(Run run, List<CallResult> answers, List<Draft> drafts) {
    Optional<CallResult> broken = answers.stream().filter(CallResult::endsRun).findFirst();
    return new DebateState(run, drafts, broken.orElse(null), null);
  }

  DebateState withBroken(CallResult answer) {
    return new DebateState(run, drafts, answer, judgment);
  }

  DebateState judged(List<Draft> scored, Judgment made) {
    return new DebateState(run, scored, broken, made);
  }
}
