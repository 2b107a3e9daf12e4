package org.batchrunner.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.camel.Exchange;
import org.batchrunner.batch.BatchFixture;
import org.batchrunner.batch.accept.Acceptors;
import org.batchrunner.batch.accept.BatchAcceptor;
import org.batchrunner.intake.RejectedFileException;
import org.batchrunner.ledger.BatchRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that arrive in the inbox or as messages, each with what belongs to it. */
class InboxTest {

  private static final String ROWS = "task\nName a tree\n";

  @TempDir Path home;
  private BatchFixture fixture;
  private Path folder;
  private Path spool;
  private Inbox inbox;

  @BeforeEach
  void open() throws IOException {
    fixture = new BatchFixture(home);
    folder = Files.createDirectories(home.resolve("inbox"));
    spool = home.resolve("data/.arriving");
    BatchAcceptor acceptor = Acceptors.of(fixture);
    inbox = new Inbox(acceptor, new LoneOptions(fixture.clock, (file, s) -> {}), folder, spool);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Path drop(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static Exchange seen(Path file) {
    Exchange exchange = Exchanges.with(file.toFile());
    exchange.getMessage().setHeader(Exchange.FILE_PATH, file.toString());
    exchange.getMessage().setHeader(Exchange.FILE_NAME_ONLY, file.getFileName().toString());
    return exchange;
  }

  private BatchRecord taken(Path file) throws IOException {
    Exchange exchange = seen(file);
    inbox.accept(exchange);
    inbox.done(exchange);
    return fixture.record(exchange.getMessage().getBody(String.class));
  }

  private Throwable refused(Path file) throws IOException {
    Exchange exchange = seen(file);
    Throwable why = catchThrowable(() -> inbox.accept(exchange));
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, why);
    assertThat(inbox.isRejected(exchange)).isTrue();
    inbox.refuse(exchange);
    return why;
  }

  @Test
  void anAcceptedFileIsMovedAwayWithItsOptions() throws IOException {
    Path options = drop("trees.yaml", "concurrency: 7\n");
    Path file = drop("trees.csv", ROWS);
    assertThat(taken(file).options().concurrency()).isEqualTo(7);
    assertThat(file).doesNotExist();
    assertThat(options).doesNotExist();
    assertThat(folder.resolve(".done/trees.csv")).hasContent(ROWS);
    assertThat(folder.resolve(".done/trees.yaml")).exists();
  }

  @Test
  void aSecondFileOfTheSameNameKeepsTheFirst() throws IOException {
    BatchRecord first = taken(drop("trees.csv", ROWS));
    BatchRecord second = taken(drop("trees.csv", "task\nName a bird\n"));
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(folder.resolve(".done/trees.csv")).hasContent(ROWS);
    assertThat(folder.resolve(".done/trees-2.csv")).exists();
  }

  @Test
  void theMarkerOfAFileGoesWithIt() throws IOException {
    Path marker = drop("trees.csv.done", "");
    assertThat(taken(drop("trees.csv", ROWS)).total()).isEqualTo(1);
    assertThat(marker).doesNotExist();
  }

  @Test
  void aBadFileIsMovedAwayWithTheReason() throws IOException {
    Throwable why = refused(drop("bad.csv", "question\nwhy?\n"));
    assertThat(why).isInstanceOf(RejectedFileException.class);
    assertThat(folder.resolve("bad.csv")).doesNotExist();
    assertThat(folder.resolve(".failed/bad.csv")).exists();
    assertThat(folder.resolve(".failed/bad.csv.error.txt")).content().contains(why.getMessage());
    assertThat(fixture.ledger.batches().list(Set.of(), 0, 9).rows()).isEmpty();
  }

  @Test
  void wrongOptionsRefuseTheirFileAndGoWithIt() throws IOException {
    Path options = drop("trees.yaml", "per-batch-cap: much\n");
    assertThat(refused(drop("trees.csv", ROWS))).hasMessageContaining("per-batch-cap");
    assertThat(options).doesNotExist();
    assertThat(folder.resolve(".failed/trees.yaml")).exists();
  }

  @Test
  void aFileWithAHostileNameStaysInItsFolder() throws IOException {
    Exchange exchange = Exchanges.with(ROWS);
    exchange.getMessage().setHeader(Exchange.FILE_NAME, "../../../etc/trees.csv");
    inbox.accept(exchange);
    inbox.done(exchange);
    assertThat(exchange.getMessage().getBody(String.class)).startsWith("trees-");
    assertThat(spool).isEmptyDirectory();
    assertThat(home.resolve("etc")).doesNotExist();
  }

  @Test
  void aMessageWithoutANameIsLinesOfJson() throws IOException {
    Exchange exchange = Exchanges.with("{\"task\": \"Name a tree\"}\n");
    inbox.accept(exchange);
    inbox.done(exchange);
    assertThat(fixture.record(exchange.getMessage().getBody(String.class)).source())
        .isEqualTo("message.jsonl");
  }

  @Test
  void aMessageThatIsRefusedLeavesItsReason() throws IOException {
    Exchange exchange = Exchanges.with("question\nwhy?\n");
    exchange.getMessage().setHeader(Exchange.FILE_NAME, "sent.csv");
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, catchThrowable(() -> inbox.accept(exchange)));
    inbox.refuse(exchange);
    assertThat(folder.resolve(".failed/sent.csv.error.txt")).content().contains("task");
    assertThat(spool).isEmptyDirectory();
  }

  @Test
  void whatCanNotBeAcceptedNowStaysInTheInbox() throws IOException {
    Path file = drop("trees.csv", ROWS);
    Exchange exchange = seen(file);
    exchange.setProperty("arrived", file);
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new IOException("No space left on device"));
    assertThat(inbox.isRejected(exchange)).isFalse();
    inbox.leave(exchange);
    assertThat(file).exists();
    assertThat(taken(file).total()).as("later").isEqualTo(1);
  }

  @Test
  void whatCameFromElsewhereIsLeftToItsEndpoint() {
    Exchange exchange = Exchanges.failed(ROWS, new IOException("No space left on device"));
    assertThatThrownBy(() -> inbox.leave(exchange)).hasRootCauseMessage("No space left on device");
  }

  /** As it is after a crash between the ledger and the move. */
  @Test
  void anAcceptedFileThatHasNotMovedIsTheSameDrop() throws IOException {
    Path file = drop("trees.csv", ROWS);
    Exchange first = seen(file);
    inbox.accept(first);
    Exchange again = seen(file);
    inbox.accept(again);
    assertThat(again.getMessage().getBody()).isEqualTo(first.getMessage().getBody());
    inbox.done(again);
    assertThat(file).doesNotExist();
    assertThat(fixture.ledger.batches().list(Set.of(), 0, 9).rows()).hasSize(1);
  }
}
