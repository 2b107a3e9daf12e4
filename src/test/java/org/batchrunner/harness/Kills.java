package org.batchrunner.harness;

import static org.assertj.core.api.Assertions.assertThat;

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
    /** It starts, and takes up what was left. */
    STARTING,
    /** It takes the file. */
    ACCEPTING,
    /** Calls are in flight. */
    CALLING,
    /** The last tasks end, and the reports are written. */
    REPORTING
  }

  /** A kill as it really was. */
  record Kill(Moment moment, Instant at) {}

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
      if (!dropped && moment != Moment.STARTING) {
        workplace.drop(name, text);
        dropped = true;
      }
      await(moment, program, before + 1);
      pause(
          switch (moment) {
            case STARTING -> 3000;
            case ACCEPTING -> 300;
            case CALLING -> 100;
            case REPORTING -> 60;
          });
      assertThat(program.isAlive()).as("alive until it is killed:\n%s", program.err()).isTrue();
      program.kill();
      kills.add(new Kill(moment, Instant.now()));
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

  private void await(Moment moment, ProgramProcess program, int batches) {
    switch (moment) {
      case STARTING -> {}
      case ACCEPTING ->
          until("the inbox is watched", program, () -> program.err().contains("Watching"));
      case CALLING -> {
        int more = stub.journal().requests() + 1 + random.nextInt(tasks / 8);
        until(
            "calls",
            program,
            () -> stub.journal().requests() >= more || workplace.reported(batches));
      }
      case REPORTING ->
          until(
              "the last results",
              program,
              () -> stub.journal().different() >= tasks && stub.journal().inFlight() == 0);
    }
  }

  private static void until(String what, ProgramProcess program, BooleanSupplier condition) {
    try {
      Awaitility.await(what)
          .atMost(PATIENCE)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(2))
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
