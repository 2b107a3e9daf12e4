package org.batchrunner.flow;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A read-only inbox. */
class StuckFilesTest {

  @TempDir Path inbox;
  private final StuckFiles stuck = new StuckFiles();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(StuckFiles.class);

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
  }

  @Test
  void itIsSaidOnceAndNothingIsTakenTwice() throws IOException {
    Path first = Files.writeString(inbox.resolve("a.csv"), "task\nx\n");
    Path second = Files.writeString(inbox.resolve("b.csv"), "task\ny\n");
    StuckFiles.Move readOnly =
        () -> {
          throw new AccessDeniedException(inbox.toString());
        };
    for (int poll = 0; poll < 3; poll++) {
      assertThat(stuck.moves(first, "a-1", readOnly)).isFalse();
      assertThat(stuck.moves(second, null, readOnly)).isFalse();
    }
    assertThat(log.list).hasSize(1);
    assertThat(log.list.get(0).getFormattedMessage()).contains("a.csv", "a-1", inbox.toString());
    assertThat(stuck.batchOf(first)).contains("a-1");
    assertThat(stuck.isRefused(second)).isTrue();

    Files.writeString(first, "task\nanother\n");
    assertThat(stuck.batchOf(first)).as("another file of its name").isEmpty();
    assertThat(stuck.moves(second, null, () -> Files.delete(second))).isTrue();
    assertThat(stuck.isRefused(second)).isFalse();
  }
}
