package org.batchrunner.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.batchrunner.ledger.Ledger.await;
import static org.batchrunner.ledger.Samples.claimed;
import static org.batchrunner.ledger.Samples.result;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.batchrunner.task.options.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on SQLite. */
class SqliteLedgerTest extends LedgerContract {

  @TempDir Path folder;

  @Override
  LedgerSettings settings() {
    return LedgerSettings.in(folder.resolve("data"));
  }

  @Test
  void onlyTheOwnerCanReadTheFiles() throws Exception {
    claimed(ledger, "a", Options.DEFAULTS);
    assertThat(Files.getPosixFilePermissions(folder.resolve("data")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    try (Stream<Path> files = Files.list(folder.resolve("data"))) {
      assertThat(files.filter(file -> !file.toString().endsWith(".lock")))
          .hasSizeGreaterThanOrEqualTo(3)
          .allSatisfy(
              file ->
                  assertThat(Files.getPosixFilePermissions(file))
                      .as(file.toString())
                      .isEqualTo(PosixFilePermissions.fromString("rw-------")));
    }
  }

  @Test
  void itSurvivesALossOfPower() {
    assertThat(pragma("journal_mode")).isEqualTo("wal");
    assertThat(pragma("synchronous")).as("FULL").isEqualTo("2");
  }

  private String pragma(String name) {
    try (WriteSession session = new Database(settings()).session()) {
      return session.list("PRAGMA " + name, (row, n) -> row.getString(1)).get(0);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aBackupIsMadeWhileItIsInUse() throws Exception {
    Claim claim = claimed(ledger, "a", Options.DEFAULTS);
    Path copy = folder.resolve("backup/copy.db");
    CompletableFuture<Boolean> recorded = CompletableFuture.completedFuture(true);
    for (int seq = 1; seq <= 500; seq++) {
      Result result = result(seq, Status.FAILED, "0", null);
      recorded = ledger.money().record(claim.batch().no(), claim.epoch(), result);
    }
    ledger.upkeep().backup(copy);
    assertThat(await(recorded)).isTrue();
    assertThat(Files.getPosixFilePermissions(copy))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThatThrownBy(() -> ledger.upkeep().backup(copy)).hasMessageContaining("exists already");
    LedgerSettings copied = LedgerSettings.of("jdbc:sqlite:" + copy, null, null);
    try (Ledger restored = Ledger.open(copied, clock)) {
      assertThat(restored.batches().find("a")).isPresent();
      assertThat(restored.upkeep().integrity()).isEmpty();
    }
  }

  @Test
  void aFileThatIsNoLedgerIsRefusedWithASentence() throws Exception {
    Path file = folder.resolve("nonsense.db");
    Files.writeString(file, "this is a letter to my aunt".repeat(100));
    LedgerSettings settings = LedgerSettings.of("jdbc:sqlite:" + file, null, null);
    assertThatThrownBy(() -> Ledger.open(settings, clock))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("the ledger can't be opened");
  }

  @Test
  void anotherLedgerInItsPlaceGetsNothingOfItsLog() throws Exception {
    Path file = folder.resolve("mine/ledger.db");
    Path other = folder.resolve("other/ledger.db");
    LedgerSettings settings =
        LedgerSettings.of("jdbc:sqlite:" + file, null, null)
            .withTimes(Duration.ofSeconds(1), Duration.ofMillis(5));
    Ledger.open(LedgerSettings.of("jdbc:sqlite:" + other, null, null), clock).close();
    Path aside = folder.resolve("aside.db");
    try (Ledger mine = Ledger.open(settings, clock)) {
      Claim claim = claimed(mine, "a", Options.DEFAULTS);
      Files.move(file, aside);
      Files.copy(other, file);
      CompletableFuture<Boolean> recorded =
          mine.money()
              .record(claim.batch().no(), claim.epoch(), result(1, Status.FAILED, "0", null));
      Awaitility.await().until(() -> !mine.health().good());
      assertThat(mine.health().toString()).contains("another file is in the place of");
      assertThat(recorded).isNotDone();
      Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
      assertThat(await(recorded)).isTrue();
      assertThat(mine.batches().find("a").orElseThrow().totals().done()).isEqualTo(1);
    }
    try (Ledger again = Ledger.open(settings, clock)) {
      assertThat(again.batches().find("a").orElseThrow().totals().done()).isEqualTo(1);
      assertThat(again.upkeep().integrity()).isEmpty();
    }
  }

  @Test
  void aLogWithoutItsLedgerIsLeftAlone() throws Exception {
    Path file = folder.resolve("gone.db");
    Path log = folder.resolve("gone.db-wal");
    Files.writeString(log, "changes");
    LedgerSettings settings = LedgerSettings.of("jdbc:sqlite:" + file, null, null);
    assertThatThrownBy(() -> Ledger.open(settings, clock))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("only its log gone.db-wal");
    assertThat(log).hasContent("changes");
    assertThat(file).doesNotExist();
  }

  @Test
  void aLedgerMustBeKept() {
    assertThatThrownBy(() -> LedgerSettings.of("jdbc:sqlite::memory:", null, null))
        .hasMessageContaining("batch-runner.ledger.url");
    assertThatThrownBy(() -> LedgerSettings.of("jdbc:h2:mem:x", null, null))
        .hasMessageContaining("batch-runner.ledger.url");
  }
}
