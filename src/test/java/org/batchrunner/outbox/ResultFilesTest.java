package org.batchrunner.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.batchrunner.common.Json;
import org.batchrunner.ledger.StoredResult;
import org.batchrunner.task.Result;
import org.batchrunner.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFilesTest {

  @TempDir Path root;

  private Outbox outbox;
  private Path folder;

  @BeforeEach
  void folders() {
    outbox = new Outbox(root);
    folder = root.resolve(Samples.ID);
  }

  @Test
  void aResultIsInItsFileAndInALineAsSoonAsItsTaskEnded() throws IOException {
    StoredResult result =
        Samples.published(Samples.task(1, "line one\nline two"), "é \uD83D\uDE00");
    try (ResultFiles files = open(2)) {
      files.ended(result);

      assertThat(folder.resolve("results.jsonl")).hasContent(result.json());
      Path file = folder.resolve("results/0000001-id-1.json");
      assertThat(Json.read(Files.readString(file), Result.class)).isEqualTo(result.result());
      assertThat(Json.MAPPER.readTree(file.toFile()).fieldNames())
          .toIterable()
          .containsExactly(
              "id",
              "seq",
              "task",
              "duration_s",
              "status",
              "provider",
              "model",
              "text",
              "reason",
              "usage",
              "cost_estimate",
              "spent",
              "corpus_hash",
              "mode",
              "attempts",
              "drafts",
              "judgment",
              "citations",
              "redaction",
              "error");
    }
  }

  @Test
  void hostileAndRepeatedIdsEachHaveTheirFileInTheFolder() throws IOException {
    List<String> ids =
        List.of(
            "../../x", "a/b", "CON", "same", "same", "SAME", "x".repeat(4000), "", "\uD83D\uDE00");
    try (ResultFiles files = open(ids.size())) {
      for (int i = 0; i < ids.size(); i++) {
        Task task = new Task(i + 1, ids.get(i), "t", Map.of(), null);
        files.ended(Samples.published(task, "a"));
      }
    }
    try (Stream<Path> written = Files.list(folder.resolve("results"))) {
      assertThat(written).hasSize(ids.size()).allMatch(Files::isRegularFile);
    }
    try (Stream<Path> written = Files.list(root)) {
      assertThat(written).containsExactly(folder);
    }
  }

  @Test
  void aLargeBatchHasLinesOnlyUnlessFilesAreWanted() throws IOException {
    try (ResultFiles files = open(10_001)) {
      files.ended(Samples.published(Samples.task(1, "x"), "a"));
    }
    assertThat(folder.resolve("results")).doesNotExist();
    try (ResultFiles files =
        ResultFiles.open(
            outbox, Samples.batch(10_001, "task-files", "always"), Collections.emptyIterator())) {
      files.ended(Samples.published(Samples.task(1, "x"), "a"));
    }
    assertThat(folder.resolve("results")).isNotEmptyDirectory();
  }

  @Test
  void afterACrashTheLinesAreThoseOfTheLedgerAndGoOn() throws IOException {
    List<StoredResult> results = results(4);
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("results.jsonl"),
        results.get(0).json() + "\n" + results.get(1).json().substring(0, 20),
        StandardOpenOption.CREATE_NEW);
    Files.writeString(folder.resolve(".results.jsonl.77.tmp"), "left");

    try (ResultFiles files =
        ResultFiles.open(outbox, Samples.batch(4), results.subList(0, 3).iterator())) {
      files.ended(results.get(3));
    }

    assertThat(Files.readAllLines(folder.resolve("results.jsonl")))
        .containsExactlyElementsOf(results.stream().map(StoredResult::json).toList());
    assertThat(folder.resolve(".results.jsonl.77.tmp")).doesNotExist();
    try (Stream<Path> files = Files.list(folder.resolve("results"))) {
      assertThat(files).hasSize(4);
    }
  }

  @Test
  void afterACrashAFileThatWasEmptiedOrIsOfAnEarlierTryIsMadeAnew() throws IOException {
    List<StoredResult> results = results(3);
    try (ResultFiles files = open(3)) {
      for (StoredResult result : results) {
        files.ended(result);
      }
    }
    Path emptied = folder.resolve("results/0000001-id-1.json");
    Path earlier = folder.resolve("results/0000002-id-2.json");
    Files.write(emptied, new byte[0]);
    Files.writeString(earlier, results.get(1).json().replace("answer 2", "answer X") + "\n");

    ResultFiles.open(outbox, Samples.batch(3), results.iterator()).close();

    assertThat(emptied).hasContent(results.get(0).json());
    assertThat(earlier).hasContent(results.get(1).json());
  }

  @Test
  void manyThreadsWriteWholeLinesAndNoneIsLost() throws Exception {
    int threads = 8;
    List<StoredResult> results = results(2_000);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    CountDownLatch go = new CountDownLatch(1);
    try (ResultFiles files = open(20_000)) {
      List<Future<?>> writers = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int thread = t;
        writers.add(
            pool.submit(
                () -> {
                  go.await();
                  for (int i = thread; i < results.size(); i += threads) {
                    files.ended(results.get(i));
                  }
                  return null;
                }));
      }
      go.countDown();
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(Files.readAllLines(folder.resolve("results.jsonl"), UTF_8))
        .containsExactlyInAnyOrderElementsOf(results.stream().map(StoredResult::json).toList());
  }

  @Test
  void anInterruptedThreadDoesNotCloseTheFileForTheOthers() throws Exception {
    List<StoredResult> results = results(2);
    try (ResultFiles files = open(20_000)) {
      Thread.currentThread().interrupt();
      files.ended(results.get(0));
      assertThat(Thread.interrupted()).isTrue();
      files.ended(results.get(1));
    }
    assertThat(Files.readAllLines(folder.resolve("results.jsonl"))).hasSize(2);
  }

  @Test
  void aFolderThatAUserRemovedIsMadeAgain() throws IOException {
    List<StoredResult> results = results(2);
    try (ResultFiles files = open(2)) {
      files.ended(results.get(0));
      Files.delete(folder.resolve("results/0000001-id-1.json"));
      Files.delete(folder.resolve("results"));
      files.ended(results.get(1));
    }
    assertThat(folder.resolve("results/0000002-id-2.json")).exists();
  }

  @Test
  void jsonThatADatabaseLaidOutIsStillOneLine() {
    StoredResult result = results(1).get(0);
    String pretty = Json.MAPPER.valueToTree(result.result()).toPrettyString();
    assertThat(StoredResult.parse(pretty).json()).doesNotContain("\n");
    assertThat(StoredResult.parse(pretty).result()).isEqualTo(result.result());
    assertThat(StoredResult.parse(result.json())).isEqualTo(result);
  }

  private ResultFiles open(long total) throws IOException {
    return ResultFiles.open(outbox, Samples.batch(total), Collections.emptyIterator());
  }

  private static List<StoredResult> results(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(seq -> Samples.published(Samples.task(seq, "t" + seq), "answer " + seq))
        .toList();
  }
}
