package org.batchrunner.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.apache.camel.component.file.GenericFile;
import org.batchrunner.config.Settings.InboxReady;
import org.batchrunner.outbox.Outbox;
import org.batchrunner.outbox.Receipts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettledFileFilterTest {

  private static final Duration SETTLE = Duration.ofSeconds(1);

  @TempDir Path inbox;
  private Instant now = Instant.parse("2026-11-25T12:00:00Z");

  @Test
  void aFileIsTakenWhenItHasRested() throws IOException {
    SettledFileFilter arrivals = arrivals(InboxReady.SETTLE);
    Path file = write("a.csv", "task\none\n");
    assertThat(arrivals.accept(seen(file))).isFalse();
    pass(999);
    assertThat(arrivals.accept(seen(file))).isFalse();
    pass(1);
    assertThat(arrivals.accept(seen(file))).isTrue();
  }

  @Test
  void aFileStillBeingCopiedIsLeftAlone() throws IOException {
    SettledFileFilter arrivals = arrivals(InboxReady.SETTLE);
    Path file = write("a.csv", "task\n");
    for (int part = 0; part < 5; part++) {
      assertThat(arrivals.accept(seen(file))).isFalse();
      pass(900);
      Files.writeString(file, "row " + part + "\n", StandardOpenOption.APPEND);
    }
    assertThat(arrivals.accept(seen(file))).isFalse();
    pass(1000);
    assertThat(arrivals.accept(seen(file))).isTrue();
  }

  @Test
  void aNewFileOfTheSameNameHasToRestToo() throws IOException {
    SettledFileFilter arrivals = arrivals(InboxReady.SETTLE);
    Path file = write("a.csv", "task\none\n");
    assertThat(arrivals.accept(seen(file))).isFalse();
    pass(1000);
    assertThat(arrivals.accept(seen(file))).isTrue();
    assertThat(arrivals.accept(seen(file))).isFalse();
  }

  @Test
  void withMarkersAFileIsTakenWhenItsMarkerHasCome() throws IOException {
    SettledFileFilter arrivals = arrivals(InboxReady.MARKER);
    Path file = write("a.csv", "task\none\n");
    pass(60_000);
    assertThat(arrivals.accept(seen(file))).isFalse();
    write("a.csv.done", "");
    assertThat(arrivals.accept(seen(file))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".hidden.csv",
        "a.csv.part",
        "a.csv.filepart",
        "a.tmp",
        "a.crdownload",
        "a.csv~",
        "a.yaml"
      })
  void whatIsNoTaskFileIsLeftAlone(String name) throws IOException {
    SettledFileFilter arrivals = arrivals(InboxReady.SETTLE);
    Path file = write(name, "task\none\n");
    assertThat(arrivals.accept(seen(file))).isFalse();
    pass(5000);
    assertThat(arrivals.accept(seen(file))).isFalse();
  }

  private SettledFileFilter arrivals(InboxReady ready) {
    return new SettledFileFilter(
        ready,
        SETTLE,
        options -> false,
        new Clock() {
          @Override
          public Instant instant() {
            return now;
          }

          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
          }
        },
        new UnreadableNames(new Receipts(new Outbox(inbox.resolveSibling("outbox")))));
  }

  private void pass(long millis) {
    now = now.plusMillis(millis);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(inbox.resolve(name), text, StandardCharsets.UTF_8);
  }

  /** As Camel's file component hands it over. */
  private GenericFile<Object> seen(Path path) {
    File file = path.toFile();
    GenericFile<Object> seen = new GenericFile<>();
    seen.setFileNameOnly(file.getName());
    seen.setAbsoluteFilePath(file.getAbsolutePath());
    seen.setFileLength(file.length());
    seen.setLastModified(file.lastModified());
    return seen;
  }
}
