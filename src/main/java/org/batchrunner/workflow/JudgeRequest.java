package org.batchrunner.workflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.batchrunner.task.Draft;
import org.batchrunner.task.Prompt;

/**
 * What the judge is asked, and who is behind the labels.
 *
 * @param prompt the request
 * @param drafts all drafts of the task, in the debaters' order
 * @param places by label, A first, the index of its draft in {@code drafts}
 * @param notes for the judgment: that the judge had to be asked once more
 */
public record JudgeRequest(
    Prompt prompt, List<Draft> drafts, Map<String, Integer> places, List<String> notes) {

  private static final int LETTERS = 26;

  /**
   * @param order the indexes of the drafts that are shown
   */
  static Map<String, Integer> places(List<Integer> order) {
    Map<String, Integer> places = new LinkedHashMap<>();
    order.forEach(index -> places.put(label(places.size()), index));
    return places;
  }

  /** A to Z, then A2 to Z2 and so on. */
  static String label(int position) {
    String letter = String.valueOf((char) ('A' + position % LETTERS));
    return position < LETTERS ? letter : letter + (position / LETTERS + 1);
  }

  /** Returns whether there is no draft to judge: none is an answer that nothing speaks against. */
  public boolean isEmpty() {
    return places.isEmpty();
  }

  Set<String> labels() {
    return places.keySet();
  }
}
