package org.batchrunner.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadsTest {

  private static final int REQUESTS = 400;

  @TempDir Path folder;

  @Test
  void requestsAtTheSameTimeDoNotMeetWhatAnotherHasJustRemoved() throws Exception {
    Uploads uploads = new Uploads(folder, Clock.systemUTC());
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<String>> all = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        all.add(
            threads.submit(
                () -> {
                  String id = uploads.keep("prompt.jsonl", "{}");
                  assertThat(uploads.file(id)).hasContent("{}");
                  uploads.discard(id);
                  return id;
                }));
      }
      for (Future<String> one : all) {
        assertThat(one.get()).isNotEmpty();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whatLiesForMoreThanAnHourIsRemoved() throws IOException {
    Instant later = Instant.now().plus(Duration.ofMinutes(61));
    String old = new Uploads(folder, Clock.systemUTC()).keep("a.csv", "task\n");
    Uploads uploads = new Uploads(folder, Clock.fixed(later, ZoneOffset.UTC));
    String fresh = uploads.keep("b.csv", "task\n");
    assertThatThrownBy(() -> uploads.file(old)).hasMessageContaining("send it again");
    assertThat(uploads.file(fresh)).exists();
  }
}
