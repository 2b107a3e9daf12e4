package org.batchrunner.outbox;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import org.batchrunner.task.Draft;
import org.batchrunner.task.ModelId;

/**
 * Finds each debater's draft. A draft names the model that the reply named, which may be a dated
 * one of the model that was asked.
 */
final class Debaters {

  private static final List<BiPredicate<ModelId, Draft>> NEAREST_FIRST =
      List.of(
          (model, draft) -> draft.model().equals(model.model()),
          (model, draft) -> draft.model().startsWith(model.model()),
          (model, draft) -> true);

  private Debaters() {}

  /**
   * Returns the answers in the order of the models; an empty text for a model without an answer.
   */
  static List<String> answers(List<ModelId> models, List<Draft> drafts) {
    return inOrder(models, drafts)
        ? drafts.stream().map(Debaters::text).toList()
        : nearest(models, drafts);
  }

  private static boolean inOrder(List<ModelId> models, List<Draft> drafts) {
    return models.size() == drafts.size()
        && IntStream.range(0, models.size())
            .allMatch(i -> models.get(i).provider().equals(drafts.get(i).provider()));
  }

  private static List<String> nearest(List<ModelId> models, List<Draft> drafts) {
    List<String> answers = new ArrayList<>(Collections.nCopies(models.size(), ""));
    List<Draft> left = new ArrayList<>(drafts);
    // gpt-4o-mini before gpt-4o, so that a dated name goes to the longest that it begins with.
    List<Integer> open =
        IntStream.range(0, models.size())
            .boxed()
            .sorted(Comparator.comparing(i -> -models.get(i).model().length()))
            .collect(ArrayList::new, List::add, List::addAll);
    for (BiPredicate<ModelId, Draft> matches : NEAREST_FIRST) {
      open.removeIf(i -> found(models.get(i), left, matches, answers, i));
    }
    return answers;
  }

  private static boolean found(
      ModelId model,
      List<Draft> left,
      BiPredicate<ModelId, Draft> matches,
      List<String> answers,
      int index) {
    for (Draft draft : left) {
      if (draft.provider().equals(model.provider()) && matches.test(model, draft)) {
        answers.set(index, text(draft));
        left.remove(draft);
        return true;
      }
    }
    return false;
  }

  private static String text(Draft draft) {
    return draft.text() == null || draft.error() != null ? "" : draft.text();
  }
}
