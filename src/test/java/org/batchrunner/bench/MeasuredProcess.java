package org.batchrunner.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A process that is measured from its start to its exit by {@code bench/measured.py}, in an
 * environment without the keys and settings of whoever runs this.
 */
final class MeasuredProcess {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int SAID = 3000;
  private static final List<String> KEPT = List.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR");

  private final Process process;
  private final Path figures;
  private final Path said;

  private MeasuredProcess(Process process, Path figures, Path said) {
    this.process = process;
    this.figures = figures;
    this.said = said;
  }

  /**
   * @param folder where it works
   */
  static MeasuredProcess start(Path folder, Map<String, String> environment, List<String> command) {
    try {
      Path figures = Files.createTempFile(folder, "figures", ".json");
      Path said = Files.createTempFile(folder, "said", ".txt");
      List<String> measured = new ArrayList<>();
      measured.add(python());
      measured.add(Path.of("bench", "measured.py").toAbsolutePath().toString());
      measured.add(figures.toString());
      measured.addAll(command);
      ProcessBuilder builder =
          new ProcessBuilder(measured)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile());
      builder.environment().keySet().retainAll(KEPT);
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      return new MeasuredProcess(process, figures, said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The interpreter itself: a wrapper by which it may be found takes time at each start. */
  static String python() {
    return Python.PATH;
  }

  private static final class Python {

    private static final String PATH = find();

    private static String find() {
      try {
        Process process =
            new ProcessBuilder("python3", "-c", "import sys; print(sys.executable)").start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      } catch (IOException e) {
        throw new IllegalStateException("this measurement takes Python 3 as python3", e);
      }
    }
  }

  /** The options of the Java that works in it, before {@code -jar}. */
  List<String> javaOptions() {
    return Awaitility.await("Java in " + process.info().commandLine())
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .failFast("it has ended", () -> !process.isAlive())
        .until(this::javaArguments, arguments -> arguments.contains("-jar"))
        .stream()
        .takeWhile(argument -> !argument.equals("-jar"))
        .toList();
  }

  private List<String> javaArguments() {
    return process
        .descendants()
        .filter(child -> child.info().command().orElse("").endsWith("java"))
        .flatMap(child -> child.info().arguments().stream())
        .findFirst()
        .map(List::of)
        .orElse(List.of());
  }

  /**
   * What it took, once it has ended.
   *
   * @throws IllegalStateException with what it said, if it has failed
   */
  Figures end() {
    try {
      boolean ended = process.waitFor(PATIENCE.toMinutes(), TimeUnit.MINUTES);
      if (!ended || process.exitValue() != 0) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new IllegalStateException(
            process.info() + (ended ? " has failed" : " takes too long") + ":\n" + said());
      }
      JsonNode json = new ObjectMapper().readTree(figures.toFile());
      return new Figures(
          json.path("started_ms").asDouble(),
          json.path("ended_ms").asDouble(),
          json.path("processor_ms").asDouble(),
          json.path("peak_kib").asDouble());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private String said() throws IOException {
    String text = Files.readString(said);
    return text.length() > SAID ? text.substring(0, SAID) + "…" : text;
  }
}
