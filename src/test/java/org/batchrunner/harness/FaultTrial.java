package org.batchrunner.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.batchrunner.harness.OutcomeAssert.assertOutcome;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.batchrunner.files.FileTree;
import org.batchrunner.stub.Api;
import org.batchrunner.stub.ModelStub;

/**
 * One batch that is worked while something is broken and mended: whatever it was, nothing may be
 * lost, and nothing paid for twice.
 */
final class FaultTrial implements AutoCloseable {

  static final int TASKS = 160;
  private static final Duration QUIET = Duration.ofSeconds(1);

  final ModelStub stub = ModelStub.start().latency(Duration.ofMillis(100));
  final Workplace workplace;

  FaultTrial(Path home) {
    workplace =
        new Workplace(Application.built(), home)
            .provider("openai", stub.baseUrl(Api.OPENAI))
            .set("defaults.debaters", "openai/gpt-4o-mini")
            .set("defaults.concurrency", "8")
            .set("settle-time", "0s")
            .set("lease", "2s")
            .java("-XX:TieredStopAtLevel=1");
  }

  /** The program, some calls into a batch. */
  ProgramProcess begun() {
    workplace.drop("faulty.csv", TaskFiles.csv("faulty", TASKS));
    ProgramProcess program = workplace.start("watch");
    program.until("calls", () -> stub.journal().requests() >= 20);
    return program;
  }

  /** Waits until no call is under way and none has begun for a while. */
  void quiet() {
    int[] seen = {-1};
    long[] since = {0};
    Awaitility.await("calls end")
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> {
              int requests = stub.journal().requests();
              if (stub.journal().inFlight() > 0 || requests != seen[0]) {
                seen[0] = requests;
                since[0] = System.nanoTime();
              }
              return System.nanoTime() - since[0] > QUIET.toNanos();
            });
  }

  /** Every task is published, each was asked once, and the money is right. */
  Outcome ends(ProgramProcess program) {
    return ends(program, 0);
  }

  /**
   * @param askedAgain how many calls may have been asked twice
   */
  Outcome ends(ProgramProcess program, int askedAgain) {
    program.until("the report", () -> workplace.reported(1));
    Outcome outcome = Outcome.read(workplace.batches().get(0));
    assertOutcome(outcome).isWhole(TASKS).addsUp();
    assertThat(outcome.count("published")).isEqualTo(TASKS);
    assertThat(outcome.folder().resolve("tasks.csv")).exists();
    assertThat(outcome.folder().resolve("options.yaml")).exists();
    assertThat(outcome.total("spent")).isGreaterThanOrEqualTo(stub.journal().dollars());
    assertThat(stub.journal().requests()).as("requests").isBetween(TASKS, TASKS + askedAgain);
    if (askedAgain == 0) {
      assertThat(outcome.total("at_risk")).as("at risk").isEqualByComparingTo("0");
    }
    assertThat(workplace.inbox().resolve("faulty.csv")).doesNotExist();
    assertThat(workplace.batches()).hasSize(1);
    return outcome;
  }

  static void delete(Path tree) {
    try {
      FileTree.delete(tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stub.close();
  }
}
