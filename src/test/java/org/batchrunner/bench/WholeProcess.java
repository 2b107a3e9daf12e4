package org.batchrunner.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The same tasks by {@code ./batch-runner run}, by the bare program and by a thread pool in Python,
 * each as a process from its start to its exit, in turns.
 */
final class WholeProcess implements AutoCloseable {

  private static final int AT_ONCE = 64;

  private final Stub stub = new Stub();
  private final Launcher launcher;
  private final Path home;
  private final int tasks;
  private final PackedBareProgram bare;
  private int round;

  /**
   * @param home of all that is made
   */
  WholeProcess(Path javaHome, Path home, int tasks, Duration latency) {
    this.home = home;
    this.tasks = tasks;
    stub.latency(latency);
    try {
      launcher = Launcher.ofThisProject(javaHome, Files.createDirectories(home));
      Path file = file("options", 1);
      MeasuredProcess one = run(file);
      List<String> options = one.javaOptions();
      Figures unused = one.end();
      bare = new PackedBareProgram(home.resolve("bare"), javaHome, options, stub.completions());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The options for Java of both programs. */
  String javaOptions() {
    return bare.options();
  }

  /**
   * @param millisToFirst from the start to the first request, as the stub sees it
   * @param millisToExit from the last reply to the exit
   */
  record Took(Figures figures, double millisToFirst, double millisToExit) {}

  /**
   * Rounds of each.
   *
   * @param plain the bare program without any option for Java
   */
  record Rounds(List<Took> python, List<Took> plain, List<Took> bare, List<Took> program) {

    private Rounds() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
  }

  /** Rounds of each in turn, after one of each that does not count. */
  Rounds rounds(int repeats) {
    round(new Rounds());
    Rounds rounds = new Rounds();
    for (int repeat = 0; repeat < repeats; repeat++) {
      round(rounds);
    }
    return rounds;
  }

  private void round(Rounds rounds) {
    String name = "round" + ++round;
    Path file = file(name, tasks);
    Path answers = file.resolveSibling("answers.csv");
    rounds
        .python()
        .add(
            took(
                MeasuredProcess.start(
                    file.getParent(),
                    Map.of(),
                    List.of(
                        MeasuredProcess.python(),
                        Path.of("bench", "threadpool.py").toAbsolutePath().toString(),
                        stub.completions(),
                        file.toString(),
                        answers.toString(),
                        Integer.toString(AT_ONCE)))));
    check("Python", lines(answers));
    rounds.plain().add(took(bare.startPlainly(name, tasks, AT_ONCE)));
    rounds.bare().add(took(bare.start(name, tasks, AT_ONCE)));
    rounds.program().add(took(run(file)));
    check("the program", published(file.resolveSibling("outbox")));
  }

  private MeasuredProcess run(Path file) {
    Path folder = file.getParent();
    return launcher.start(
        folder,
        Launcher.settings(folder, stub.api()),
        "run",
        file.toString(),
        "--concurrency",
        Integer.toString(AT_ONCE));
  }

  private Took took(MeasuredProcess process) {
    Figures figures = process.end();
    Stub.Times times = stub.times((long) figures.startedAt());
    check("the stub", times.requests());
    return new Took(
        figures, times.firstRequest() - figures.startedAt(), figures.endedAt() - times.lastReply());
  }

  private void check(String who, long number) {
    if (number != tasks) {
      throw new IllegalStateException(who + " has " + number + " tasks of " + tasks);
    }
  }

  /** Tasks in a folder of their own. */
  private Path file(String name, int rows) {
    try {
      Path folder = Files.createDirectories(home.resolve(name));
      return Files.writeString(folder.resolve(name + ".csv"), Work.csv(name, rows));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long published(Path outbox) {
    try (Stream<Path> files = Files.walk(outbox, 2)) {
      return files
          .filter(file -> file.endsWith("batch_report.csv"))
          .mapToLong(report -> Timing.of(report.getParent()).published())
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a row for each figure. */
  void report(Table table, String what, Rounds rounds, String overBare, String overPython) {
    ToDoubleFunction<Took> whole = took -> took.figures().seconds();
    ToDoubleFunction<Took> start = took -> took.millisToFirst() / 1000;
    Rows rows = new Rows(table, what, rounds);
    rows.add("whole process", whole, "%.2f s", overBare);
    Median python = median(rounds.python(), whole);
    Median program = median(rounds.program(), whole);
    table.row(
        what + ": whole process, ratio over Python",
        cell(python, "%.2f s"),
        "",
        Table.format("%.2f s", program.value()),
        Table.format("%.2f", program.value() / python.value()),
        overPython,
        program);
    rows.add("start to first request", start, "%.2f s", "ratio ≤ 2.2");
    rows.add("last reply to exit", took -> took.millisToExit() / 1000, "%.2f s", "");
    rows.add(
        "processor time a task", took -> took.figures().processorMillis() / tasks, "%.2f ms", "");
    rows.add(
        "peak memory",
        took -> took.figures().peakKib() / 1024,
        "%.0f MiB",
        tasks == 2000 ? "program ≤ 250 MiB" : "");
    Rows plain =
        new Rows(table, what, new Rounds(List.of(), List.of(), rounds.plain(), rounds.program()));
    plain.add("whole process (bare: without options)", whole, "%.2f s", "");
    plain.add("start to first request (bare: without options)", start, "%.2f s", "");
  }

  private record Rows(Table table, String what, Rounds rounds) {

    void add(String name, ToDoubleFunction<Took> figure, String format, String wanted) {
      Median bare = median(rounds.bare(), figure);
      Median program = median(rounds.program(), figure);
      table.row(
          what + ": " + name,
          rounds.python().isEmpty() ? "" : cell(median(rounds.python(), figure), format),
          cell(bare, format),
          Table.format(format, program.value()),
          Table.format("%.2f", program.value() / bare.value()),
          wanted,
          program);
    }
  }

  private static Median median(List<Took> rounds, ToDoubleFunction<Took> figure) {
    return Median.of(rounds.stream().map(figure::applyAsDouble).toList());
  }

  private static String cell(Median median, String format) {
    return Table.format(format + " ±%.0f%%", median.value(), median.spread() * 50);
  }

  @Override
  public void close() {
    stub.close();
  }
}
