package org.batchrunner.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.batchrunner.stub.ModelStub;

/**
 * Works one file to its end with {@code watch}, and kills the program again and again on the way.
 */
final class Kills {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** What the program is doing when it is killed. */
  enum Moment {
    /** It makes the ledger's tables. Where they are there already: it starts. */
    MIGRATING,
    /** It starts, and takes up what was left. */
    STARTING,
    /** It takes the file: copies it, and writes the batch in the ledger. */
    ACCEPTING,
    /** The batch is in the ledger, and its file is moved away. */
    MOVING,
    /** Calls are in flight. */
    CALLING,
    /** Results are written to the outbox. */
    RECORDING,
    /** The last tasks end, and the reports are written. */
    REPORTING
  }

  /**
   * A kill as it really was.
   *
   * @param left what it left behind
   */
  record Kill(Moment moment, Instant at, Left left) {}

  private final Workplace workplace;
  private final ModelStub stub;
  private final int tasks;
  private final Random random;
  private final List<Kill> kills = new ArrayList<>();

  Kills(Workplace workplace, ModelStub stub, int tasks, long seed) {
    this.workplace = workplace;
    this.stub = stub;
    this.tasks = tasks;
    this.random = new Random(seed);
  }

  /**
   * Drops the file into the inbox and kills as often as planned, then lets the program end its work
   * and stops it.
   */
  Path work(String name, String text, List<Moment> plan) {
    int before = workplace.batches().size();
    boolean dropped = false;
    for (Moment moment : plan) {
      ProgramProcess program = workplace.start("watch");
      if (!dropped && moment != Moment.STARTING && moment != Moment.MIGRATING) {
        workplace.drop(name, text);
        dropped = true;
      }
      await(moment, program, before + 1, name);
      pause(
          switch (moment) {
            case MIGRATING -> 40;
            case STARTING -> 3000;
            case ACCEPTING -> 150;
            case CALLING -> 100;
            case MOVING, RECORDING -> 5;
            case REPORTING -> 60;
          });
      assertThat(program.isAlive()).as("alive until it is killed:\n%s", program.err()).isTrue();
      program.kill();
      kills.add(new Kill(moment, Instant.now(), Left.of(workplace, name, tasks)));
      stub.forgetWaits();
    }
    if (!dropped) {
      workplace.drop(name, text);
    }
    try (ProgramProcess program = workplace.start("watch")) {
      until("the report", program, () -> workplace.reported(before + 1));
      program.terminate();
      assertThat(program.exitCode()).as(program.err()).isIn(0, 143);
    }
    return workplace.batches().stream().skip(before).findFirst().orElseThrow();
  }

  List<Kill> kills() {
    return List.copyOf(kills);
  }

  private void await(Moment moment, ProgramProcess program, int batches, String name) {
    switch (moment) {
      case MIGRATING -> until("a ledger", program, () -> Files.exists(ledger()));
      case STARTING -> {}
      case ACCEPTING ->
          until(
              "the file is taken",
              program,
              () -> Left.copied(workplace) || !Files.exists(workplace.inbox().resolve(name)));
      case MOVING ->
          until("the batch's folder", program, () -> workplace.batches().size() >= batches);
      case CALLING -> {
        int more = stub.journal().requests() + 1 + random.nextInt(tasks / 8);
        until(
            "calls",
            program,
            () -> stub.journal().requests() >= more || workplace.reported(batches));
      }
      case RECORDING -> {
        long more = Left.results(workplace) + 1 + random.nextInt(tasks / 8);
        until(
            "results",
            program,
            () -> Left.results(workplace) >= more || workplace.reported(batches));
      }
      case REPORTING -> until("the last results", program, () -> Left.results(workplace) >= tasks);
    }
  }

  private Path ledger() {
    return workplace.data().resolve("ledger.db");
  }

  private static void until(String what, ProgramProcess program, BooleanSupplier condition) {
    try {
      Awaitility.await(what)
          .atMost(PATIENCE)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .failFast("the program has ended", () -> !program.isAlive())
          .until(condition::getAsBoolean);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(what + " has not come; the program says\n" + program.err(), e);
    }
  }

  /** A moment at random: that is what this is for. */
  private void pause(int mostMillis) {
    LockSupport.parkNanos(random.nextInt(mostMillis * 1000) * 1000L);
  }
}
