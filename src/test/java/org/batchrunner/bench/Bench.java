package org.batchrunner.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.batchrunner.harness.Application;
import org.batchrunner.harness.ProgramProcess;
import org.batchrunner.harness.Workplace;

/**
 * A stub, the bare program and the program itself, each a process that runs on: rounds of the two
 * programs take turns, so that what else the machine does meets both.
 */
final class Bench implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(20);

  private final Stub stub = new Stub();
  private final Peer bare;
  private final Workplace workplace;
  private final ProgramProcess program;
  private int dropped;

  Bench(Application application, Path home, int concurrency) {
    bare = Peer.start(BareProgram.class, stub.completions());
    workplace =
        new Workplace(application, home)
            .provider("openai", stub.api())
            .set("defaults.concurrency", Integer.toString(concurrency))
            .set("defaults.debaters", "openai/" + Work.MODEL)
            .set("defaults.per-batch-cap", "10000")
            .set("settle-time", "0s");
    program = workplace.start("watch");
  }

  void latency(Duration latency) {
    stub.latency(latency);
  }

  /**
   * @param millis of each round of the bare program, and of the program
   */
  record Rounds(List<Double> bare, List<Double> millis) {}

  /** Rounds of each in turn, after one of each that does not count. */
  Rounds rounds(int tasks, int threads, int repeats) {
    Rounds unused = round(tasks, threads);
    Rounds rounds = new Rounds(new ArrayList<>(), new ArrayList<>());
    for (int round = 0; round < repeats; round++) {
      Rounds one = round(tasks, threads);
      rounds.bare().addAll(one.bare());
      rounds.millis().addAll(one.millis());
    }
    return rounds;
  }

  /** A round of each. */
  Rounds round(int tasks, int threads) {
    String name = "file" + ++dropped;
    bare.say("bare-" + name + " " + tasks + " " + threads);
    double bareMillis = Long.parseLong(bare.hear()) / 1e6;
    workplace.drop(name + ".csv", Work.csv(name, tasks));
    Timing timing = Timing.of(workplace, name, program, PATIENCE);
    if (timing.published() != tasks) {
      throw new IllegalStateException(
          timing.published() + " of " + tasks + " published\n" + program.err());
    }
    return new Rounds(List.of(bareMillis), List.of(timing.millis()));
  }

  @Override
  public void close() {
    program.terminate();
    program.exitCode();
    bare.close();
    stub.close();
  }
}
