package org.batchrunner.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.batchrunner.ledger.StoredResult;
import org.batchrunner.task.Status;
import org.batchrunner.task.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsAheadTest {

  private static final InputColumns INPUT = new InputColumns(List.of("id", "task", "note"));

  @TempDir Path root;

  @Test
  void areTheReportsThatTheLedgerMakesInWhateverOrderTasksEnd() throws IOException {
    List<Task> tasks = tasks(300);
    List<StoredResult> results = tasks.stream().map(ReportsAheadTest::result).toList();
    new Reports(new Outbox(root))
        .end(Samples.batch(tasks.size()), INPUT, tasks.iterator(), results.iterator());
    Map<String, String> ofLedger = read();

    for (int seed = 0; seed < 20; seed++) {
      clear();
      List<Task> order = new ArrayList<>(tasks);
      Collections.shuffle(order, new Random(seed));
      try (ReportsAhead ahead = open(tasks.size())) {
        for (Task task : order) {
          ahead.ended(task, result(task));
        }
        assertThat(ahead.keep(Samples.batch(tasks.size()))).isTrue();
        assertThat(read()).as("once the last is there, nothing else is").isEqualTo(ofLedger);
      }
    }
  }

  @Test
  void areNotKeptWhereATaskIsMissing() throws IOException {
    List<Task> tasks = tasks(5);
    try (ReportsAhead ahead = open(5)) {
      for (Task task : tasks.subList(0, 4)) {
        ahead.ended(task, result(task));
      }
      assertThat(ahead.keep(Samples.batch(5))).isFalse();
    }
    assertThat(read()).isEmpty();
  }

  @Test
  void giveUpWhereTooManyWaitForATask() throws IOException {
    List<Task> tasks = tasks(5000);
    try (ReportsAhead ahead = open(5000)) {
      for (Task task : tasks.subList(1, 5000)) {
        ahead.ended(task, result(task));
      }
      assertThat(read()).isEmpty();
      ahead.ended(tasks.get(0), result(tasks.get(0)));
      assertThat(ahead.keep(Samples.batch(5000))).isFalse();
    }
    assertThat(read()).isEmpty();
  }

  private ReportsAhead open(int total) throws IOException {
    return new ReportsAhead(new Outbox(root), Samples.batch(total), INPUT);
  }

  private static List<Task> tasks(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(seq -> Samples.task(seq, "task " + seq))
        .toList();
  }

  private static StoredResult result(Task task) {
    Status status = task.seq() % 7 == 0 ? Status.FAILED : Status.PUBLISHED;
    return Samples.result(task, status, "answer " + task.seq(), List.of());
  }

  /** What is in the folder, left-overs too. */
  private Map<String, String> read() throws IOException {
    Map<String, String> files = new TreeMap<>();
    for (Path file : list()) {
      files.put(file.getFileName().toString(), Files.readString(file, StandardCharsets.UTF_8));
    }
    return files;
  }

  private void clear() throws IOException {
    for (Path file : list()) {
      Files.delete(file);
    }
  }

  private List<Path> list() throws IOException {
    Path folder = root.resolve(Samples.ID);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
