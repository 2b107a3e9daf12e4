package org.batchrunner.batch.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.batchrunner.batch.BatchFixture;
import org.batchrunner.intake.RejectedFileException;
import org.batchrunner.ledger.Accepted;
import org.batchrunner.ledger.BatchRecord;
import org.batchrunner.task.BatchState;
import org.batchrunner.task.Mode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file becomes a batch, durably, or is refused with a sentence. */
class BatchAcceptorTest {

  @TempDir Path home;
  private BatchFixture fixture;
  private BatchAcceptor acceptor;

  @BeforeEach
  void open() {
    fixture = new BatchFixture(home);
    acceptor = Acceptors.of(fixture);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(home.resolve(name), text);
  }

  private BatchRecord accept(Path file, Map<String, Object> options) throws IOException {
    Accepted accepted = acceptor.accept(file, options, false);
    return accepted.batch();
  }

  @Test
  void whatIsAcceptedIsInTheLedgerAndCopied() throws IOException {
    Path file = file("trees.csv", "id,task\na,Name a tree\nb,\nc,Name a bird\n");
    BatchRecord batch = accept(file, Map.of());
    assertThat(batch.id()).isEqualTo("trees-20260102-030405");
    assertThat(batch.state()).isEqualTo(BatchState.ACCEPTED);
    assertThat(batch.mode()).isEqualTo(Mode.REAL);
    assertThat(batch.total()).isEqualTo(2);
    assertThat(batch.dropped()).isEqualTo(1);
    Files.delete(file);
    Path copy = new InputStore(fixture.settings.data()).input(batch.id());
    assertThat(copy).content().contains("Name a bird");
    assertThat(home.resolve("outbox").resolve(batch.id()).resolve("tasks.csv")).exists();
    assertThat(home.resolve("outbox").resolve(batch.id()).resolve("options.yaml")).exists();
  }

  @Test
  void theSameContentJoinsABatchThatHasNotEnded() throws IOException {
    Path file = file("trees.csv", "task\nName a tree\n");
    BatchRecord first = accept(file, Map.of());
    assertThat(accept(file, Map.of()).id()).isEqualTo(first.id());
    assertThat(accept(file, Map.of("concurrency", 2)).id())
        .as("other options, another batch")
        .isNotEqualTo(first.id());
  }

  @Test
  void optionsBesideTheFileAreReadAndThoseGivenGoOverThem() throws IOException {
    Path file = file("trees.csv", "task\nName a tree\n");
    Path unused = file("trees.yaml", "per-batch-cap: 3\nconcurrency: 2\n");
    BatchRecord batch = accept(file, Map.of("concurrency", 9));
    assertThat(batch.options().perBatchCap().format(2)).isEqualTo("$3.00");
    assertThat(batch.options().concurrency()).isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # content             | option        | value                     | what is said
          question\\nwhy?\\n    | concurrency   | 3                         | task
          task\\nwhy?\\n        | concurrency   | 0                         | concurrency
          task\\nwhy?\\n        | debaters      | openai/gpt-nobody-knows   | gpt-nobody-knows
          task\\nwhy?\\n        | debaters      | nobody/gpt-4o             | nobody
          task\\nwhy?\\n        | template      | Ask {{nothing}}           | nothing
          task\\nwhy?\\n        | colour        | red                       | colour
          """)
  void whatIsWrongIsRefusedBeforeAnythingIsWritten(
      String content, String option, String value, String said) throws IOException {
    Path file = file("bad.csv", content.replace("\\n", "\n"));
    assertThatThrownBy(() -> accept(file, Map.of(option, value)))
        .isInstanceOf(RejectedFileException.class)
        .hasMessageContaining(said);
    assertThat(fixture.ledger.batches().list(java.util.Set.of(), 0, 9).rows()).isEmpty();
  }
}
