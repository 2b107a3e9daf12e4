package org.batchrunner.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.batchrunner.batch.accept.InputStore;
import org.batchrunner.intake.CloseableIterator;
import org.batchrunner.intake.Intake;
import org.batchrunner.ledger.BatchRecord;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.task.Task;

/** Finds the tasks that two batches have in common, and those with the same answer. */
final class TaskMatcher {

  private static final int MOST_TASKS = 200_000;
  private static final int KEPT = 4;

  private final InputStore inputs;
  private final Intake intake;
  private final Ledger ledger;
  private final Cache<String, List<Pair>> matched =
      Caffeine.newBuilder().maximumSize(KEPT).softValues().build();
  private final Cache<String, int[]> answers =
      Caffeine.newBuilder().maximumSize(KEPT).softValues().build();

  TaskMatcher(InputStore inputs, Intake intake, Ledger ledger) {
    this.inputs = inputs;
    this.intake = intake;
    this.ledger = ledger;
  }

  /**
   * The sequence numbers of a task in both batches; 0 where it is not in one.
   *
   * @param key its id where both files have ids, else its number in the first, or the second
   */
  record Pair(String key, int a, int b) {}

  /**
   * Matches tasks by their ids if both files have ids, else by their texts, in the order of the
   * first batch.
   */
  List<Pair> match(BatchRecord a, BatchRecord b) throws IOException {
    if (a.total() > MOST_TASKS || b.total() > MOST_TASKS) {
      throw ApiProblem.unprocessable(
          "Batches of more than %,d tasks are too large to be compared here; compare their results.csv"
              .formatted(MOST_TASKS));
    }
    String key = a.id() + "|" + b.id();
    List<Pair> pairs = matched.getIfPresent(key);
    if (pairs == null) {
      pairs = match(read(a), read(b));
      matched.put(key, pairs);
    }
    return pairs;
  }

  private record Keys(List<String> ids, List<Integer> texts, boolean hasIds) {}

  private Keys read(BatchRecord batch) throws IOException {
    List<String> ids = new ArrayList<>();
    List<Integer> texts = new ArrayList<>();
    boolean hasIds = false;
    try (CloseableIterator<Task> tasks =
        intake.open(inputs.input(batch.id()), batch.options()).tasks()) {
      while (tasks.hasNext()) {
        Task task = tasks.next();
        ids.add(task.id());
        texts.add(task.text().hashCode() * 31 + task.text().length());
        hasIds |= !task.id().equals(Integer.toString(task.seq()));
      }
    }
    return new Keys(ids, texts, hasIds);
  }

  private static List<Pair> match(Keys a, Keys b) {
    boolean byId = a.hasIds() && b.hasIds();
    Map<Object, Integer> places = new HashMap<>();
    Map<Object, Integer> counts = new HashMap<>();
    for (int i = 0; i < b.ids().size(); i++) {
      places.put(nth(byId ? b.ids().get(i) : b.texts().get(i), counts), i + 1);
    }
    counts.clear();
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < a.ids().size(); i++) {
      Integer place = places.remove(nth(byId ? a.ids().get(i) : a.texts().get(i), counts));
      String key = byId ? a.ids().get(i) : Integer.toString(i + 1);
      pairs.add(new Pair(key, i + 1, place == null ? 0 : place));
    }
    places.values().stream()
        .sorted()
        .forEach(
            place ->
                pairs.add(
                    new Pair(byId ? b.ids().get(place - 1) : Integer.toString(place), 0, place)));
    return List.copyOf(pairs);
  }

  /** Numbers equal keys, so that the second one matches the second one in the other batch. */
  private static Object nth(Object key, Map<Object, Integer> counts) {
    int count = counts.merge(key, 1, Integer::sum);
    return count == 1 ? key : List.of(key, count);
  }

  /**
   * For each task, from 1, a number that tells its status and answer from another's; 0 for none.
   */
  int[] answers(BatchRecord batch) {
    String key =
        "%s|%d|%s".formatted(batch.id(), batch.epoch(), Objects.toString(batch.finishedAt(), ""));
    int[] known = batch.state().ended() ? answers.getIfPresent(key) : null;
    if (known != null) {
      return known;
    }
    int[] hashes = new int[batch.total() + 1];
    ledger
        .results()
        .all(batch.no())
        .forEach(
            result ->
                hashes[result.seq()] =
                    31 * result.status().hashCode() + Objects.hashCode(result.text()) | 1);
    answers.put(key, hashes);
    return hashes;
  }
}
