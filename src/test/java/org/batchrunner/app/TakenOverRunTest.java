package org.batchrunner.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.batchrunner.app.TestProgram.Said;
import org.batchrunner.harness.TaskFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A {@code run} whose batch another program works, which is then gone. */
class TakenOverRunTest {

  @TempDir Path home;

  @Test
  void aRunGoesOnWithTheBatchOfAProgramThatIsGone() throws Exception {
    Path file = Files.writeString(home.resolve("shared.csv"), TaskFiles.csv("shared", 2));
    TestProgram program = TestProgram.in(home).mock();
    assertThat(program.run("run", file.toString()).code()).isZero();
    try (Connection ledger =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("data/ledger.db"));
        PreparedStatement elsewhere =
            ledger.prepareStatement(
                "UPDATE batch SET state = 'running', finished_at = NULL, reported = 0,"
                    + " lease_owner = 'elsewhere:1:1:x', lease_until = ?")) {
      elsewhere.setLong(1, Instant.now().plus(Duration.ofSeconds(10)).toEpochMilli());
      assertThat(elsewhere.executeUpdate()).isEqualTo(1);
    }
    CompletableFuture<Said> run =
        CompletableFuture.supplyAsync(() -> program.run("run", file.toString()));
    Said said = run.get(40, TimeUnit.SECONDS);
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out()).contains("2 published");
  }
}
