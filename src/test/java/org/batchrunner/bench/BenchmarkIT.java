package org.batchrunner.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.batchrunner.harness.Application;
import org.batchrunner.harness.ProgramProcess;
import org.batchrunner.harness.Workplace;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/**
 * The numbers that section 8 of the design promises. They are printed, and written to {@code
 * target/bench/results.md}; none fails the build, since the machine may be busy.
 */
@Tag("bench")
class BenchmarkIT {

  private static final int REPEATS = Integer.getInteger("bench.repeats", 5);
  private static final int MILLION = Integer.getInteger("bench.rows", 1_000_000);
  private static final int STARTS = 10;
  private static final int WARM = 20_000;
  private static final int WARM_AT_ONCE = 64;
  private static final int TEN_THOUSAND = 10_000;
  private static final Table TABLE = new Table();
  private static final List<String> NOTES = new ArrayList<>();
  private static final String MACHINE = Machine.describe();

  @TempDir Path home;

  @AfterAll
  static void write() throws IOException {
    Path file = Path.of("target", "bench", "results.md");
    Files.createDirectories(file.getParent());
    String notes = String.join("", NOTES);
    Files.writeString(file, MACHINE + "\n\n" + TABLE + notes);
  }

  @Test
  void at50Milliseconds() {
    int tasks = 2000;
    Duration latency = Duration.ofMillis(50);
    for (int concurrency : new int[] {8, 64}) {
      Path place = home.resolve("at-" + concurrency);
      try (Bench bench = new Bench(Application.built(), place, concurrency)) {
        bench.latency(Duration.ZERO);
        Bench.Rounds unused = bench.rounds(WARM, WARM_AT_ONCE, 2);
        bench.latency(latency);
        Bench.Rounds rounds = bench.rounds(tasks, concurrency, REPEATS);
        double ideal = (double) tasks * latency.toMillis() / concurrency;
        Median bare = Median.of(rounds.bare());
        Median program = Median.of(rounds.millis());
        TABLE.row(
            "2,000 tasks at 50 ms, " + concurrency + " at once, over n×latency/concurrency",
            Table.format("%.1f%%", (bare.value() / ideal - 1) * 100),
            Table.format("%.1f%%", (program.value() / ideal - 1) * 100),
            Table.format("%.3f", program.value() / bare.value()),
            concurrency == 8 ? "program ≤ 2%" : "program ≤ 5%",
            program);
        assertThat(program.value()).as("no faster than the vendor").isGreaterThan(ideal);
      }
    }
  }

  /** What a batch takes that is the first of a program, most of whose code is interpreted still. */
  @Test
  void theFirstBatch() {
    int tasks = 2000;
    int concurrency = 64;
    Duration latency = Duration.ofMillis(50);
    double ideal = (double) tasks * latency.toMillis() / concurrency;
    List<Double> bare = new ArrayList<>();
    List<Double> program = new ArrayList<>();
    for (int round = 0; round < REPEATS; round++) {
      try (Bench bench = new Bench(Application.built(), home.resolve("" + round), concurrency)) {
        bench.latency(latency);
        Bench.Rounds first = bench.round(tasks, concurrency);
        bare.addAll(first.bare());
        program.addAll(first.millis());
      }
    }
    Median median = Median.of(program);
    TABLE.row(
        "2,000 tasks at 50 ms, 64 at once, the first batch after a start",
        Table.format("%.1f%%", (Median.of(bare).value() / ideal - 1) * 100),
        Table.format("%.1f%%", (median.value() / ideal - 1) * 100),
        Table.format("%.3f", median.value() / Median.of(bare).value()),
        "",
        median);
  }

  @Test
  void withoutLatency() {
    int tasks = WARM;
    int concurrency = 64;
    try (Bench bench = new Bench(Application.built(), home, concurrency)) {
      bench.latency(Duration.ZERO);
      Bench.Rounds rounds = bench.rounds(tasks, concurrency, REPEATS);
      Median bare = Median.of(rounds.bare());
      Median program = Median.of(rounds.millis());
      TABLE.row(
          "20,000 tasks at 0 ms, 64 at once, tasks a second",
          Table.format("%.0f", tasks / bare.value() * 1000),
          Table.format("%.0f", tasks / program.value() * 1000),
          Table.format("%.2f", bare.value() / program.value()),
          "ratio ≥ 0.75",
          program);
    }
  }

  @Test
  void aMillionRowsIn256Megabytes() throws IOException {
    List<Double> small = new ArrayList<>();
    for (int round = 0; round < REPEATS; round++) {
      small.add(mock("small" + round, TEN_THOUSAND));
    }
    double large = mock("large", MILLION);
    Median median = Median.of(small);
    TABLE.row(
        Table.format("%,d rows in mock mode, -Xmx256m, µs a row (bare: 10,000 rows)", MILLION),
        Table.format("%.0f", median.value()),
        Table.format("%.0f", large),
        Table.format("%.2f", large / median.value()),
        "ratio ≤ 1",
        median);
  }

  private double mock(String name, int rows) throws IOException {
    Workplace workplace =
        new Workplace(Application.built(), home.resolve(name)).set("mode", "mock").java("-Xmx256m");
    Path file = workplace.home().resolve(name + ".csv");
    Files.writeString(file, Work.csv(name, rows));
    ProgramProcess program =
        workplace.start("run", file.toString(), "--concurrency", "64", "--task-files", "never");
    int code = program.exitCode(Duration.ofMinutes(30));
    assertThat(code).as(program.err()).isZero();
    Path folder = workplace.batches().get(0);
    Timing timing = Timing.of(folder);
    assertThat(timing.published()).isEqualTo(rows);
    return timing.millis() * 1000 / rows;
  }

  @Test
  void fromStartToReady() {
    for (Path java : Machine.javas()) {
      int version = Machine.version(java);
      Application application = Application.of(Application.jar(), java);
      List<Double> millis = new ArrayList<>();
      for (int round = 0; round <= REPEATS; round++) {
        Workplace workplace = new Workplace(application, home.resolve(version + "-" + round));
        long start = System.nanoTime();
        try (ProgramProcess program = workplace.start("watch")) {
          Awaitility.await()
              .atMost(Duration.ofMinutes(1))
              .pollDelay(Duration.ZERO)
              .pollInterval(Duration.ofMillis(10))
              .failFast("it has ended", () -> !program.isAlive())
              .until(() -> program.err().contains("Watching "));
          if (round > 0) {
            millis.add((System.nanoTime() - start) / 1e6);
          }
        }
      }
      Median median = Median.of(millis);
      TABLE.row(
          "from start to ready, Java " + version,
          "",
          Table.format("%.2f s", median.value() / 1000),
          "",
          version >= 25 ? "≤ 2.5 s" : "≤ 3.5 s",
          median);
    }
  }

  @Test
  void wholeProcess() {
    for (Path java : Machine.javas()) {
      wholeProcess(java, 2000, Duration.ofMillis(50), "ratio ≤ 1.3", "ratio ≤ 2.0");
    }
  }

  @Test
  void wholeProcessWithoutLatency() {
    for (Path java : Machine.javas()) {
      wholeProcess(java, WARM, Duration.ZERO, "ratio ≤ 1.8", "");
    }
  }

  private void wholeProcess(
      Path java, int tasks, Duration latency, String wanted, String overPython) {
    int version = Machine.version(java);
    Path place = home.resolve("whole-" + version);
    try (WholeProcess processes = new WholeProcess(java, place, tasks, latency)) {
      WholeProcess.Rounds rounds = processes.rounds(REPEATS);
      String what = Table.format("%,d tasks at %d ms, Java %d", tasks, latency.toMillis(), version);
      processes.report(TABLE, what, rounds, wanted, overPython);
      NOTES.add("\nOn Java " + version + " with " + processes.javaOptions() + "\n");
    }
  }

  @Test
  void statusOverHelp() {
    for (Path java : Machine.javas()) {
      Path place = home.resolve("status-" + Machine.version(java));
      Launcher launcher = Launcher.ofThisProject(java, home);
      Figures unusedRun = runOneMockTask(launcher, place);
      List<Double> help = new ArrayList<>();
      List<Double> status = new ArrayList<>();
      for (int round = 0; round < STARTS; round++) {
        help.add(launcher.start(place, List.of(), "--help").end().seconds());
        status.add(launcher.start(place, Launcher.mockSettings(place), "status").end().seconds());
      }
      row("status (bare: --help)", java, help, status, "ratio ≤ 2");
    }
  }

  @Test
  void aCopiedFolder() throws IOException {
    for (Path java : Machine.javas()) {
      Launcher original = Launcher.ofThisProject(java, home);
      List<Double> here = new ArrayList<>();
      List<Double> first = new ArrayList<>();
      List<Double> second = new ArrayList<>();
      Figures unusedRun =
          runOneMockTask(original, home.resolve("warm-up-" + Machine.version(java)));
      for (int round = 0; round < REPEATS; round++) {
        Path place = home.resolve("copy-" + Machine.version(java) + "-" + round);
        Launcher copy = new Launcher(place.resolve("program"), java);
        Copy.make(original.root(), copy.root());
        here.add(runOneMockTask(original, place.resolve("here")).seconds());
        first.add(runOneMockTask(copy, place.resolve("first")).seconds());
        second.add(runOneMockTask(copy, place.resolve("second")).seconds());
        boolean unusedDeleted = FileSystemUtils.deleteRecursively(copy.root());
      }
      String what = "run of one mock task, %s start of a copied folder (bare: the original)";
      row(what.formatted("first"), java, here, first, "");
      row(what.formatted("second"), java, here, second, "");
    }
  }

  private static Figures runOneMockTask(Launcher launcher, Path place) {
    try {
      Path file = Files.createDirectories(place).resolve("one.csv");
      Files.writeString(file, Work.csv("one", 1));
      return launcher.start(place, Launcher.mockSettings(place), "run", file.toString()).end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void row(
      String what, Path java, List<Double> before, List<Double> seconds, String wanted) {
    Median bare = Median.of(before);
    Median program = Median.of(seconds);
    TABLE.row(
        what + ", Java " + Machine.version(java),
        Table.format("%.2f s", bare.value()),
        Table.format("%.2f s", program.value()),
        Table.format("%.2f", program.value() / bare.value()),
        wanted,
        program);
  }
}
