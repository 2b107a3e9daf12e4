package org.batchrunner.batch;

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
public record Drafts(
    Run run, List<Draft> drafts, @Nullable Answer broken, @Nullable Judgment judgment) {

  static Drafts of(Run run, List<Answer> answers, List<Draft> drafts) {
    Optional<Answer> broken = answers.stream().filter(Answer::endsRun).findFirst();
    return new Drafts(run, drafts, broken.orElse(null), null);
  }

  Drafts withBroken(Answer answer) {
    return new Drafts(run, drafts, answer, judgment);
  }

  Drafts judged(List<Draft> scored, Judgment made) {
    return new Drafts(run, scored, broken, made);
  }
}
