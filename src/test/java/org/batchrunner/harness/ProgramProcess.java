package org.batchrunner.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/** The program, running. What it says goes to files. */
public final class ProgramProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(180);

  /** On a busy machine. */
  private static final Duration LONG = Duration.ofMinutes(5);

  private final Process process;
  private final Path out;
  private final Path err;

  private ProgramProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  static ProgramProcess start(ProcessBuilder builder, Path out, Path err) {
    try {
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      process.getOutputStream().close();
      return new ProgramProcess(process, out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts the program under a pseudo-terminal, by script(1), as a user at a terminal has it;
   * {@link #out} has all that the terminal shows.
   */
  static ProgramProcess onTerminal(ProcessBuilder builder, Path out, Path err) {
    String command =
        builder.command().stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" ", "stty cols 120; exec ", ""));
    builder.command("script", "-qec", command, "/dev/null");
    try {
      return new ProgramProcess(
          builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ctrl-C at the terminal of {@link #onTerminal}. */
  void pressCtrlC() {
    try {
      process.getOutputStream().write(3);
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /** Its exit code, once it has ended by itself or by a signal. */
  public int exitCode() {
    return exitCode(PATIENCE);
  }

  /**
   * Its exit code.
   *
   * @throws AssertionError if it has not ended in time
   */
  public int exitCode(Duration patience) {
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("it runs after " + patience.toSeconds() + " s still:\n" + err());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Waits for something to happen while the program runs.
   *
   * @throws AssertionError with all that the program said, if it does not happen or the program
   *     ends
   */
  public void until(String what, BooleanSupplier happened) {
    try {
      Awaitility.await(what)
          .atMost(LONG)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(5))
          .failFast("the program has ended", () -> !isAlive())
          .until(happened::getAsBoolean);
    } catch (ConditionTimeoutException | TerminalFailureException e) {
      throw new AssertionError(what + " has not come; the program says\n" + err(), e);
    }
  }

  /** As {@link #until(String, BooleanSupplier)}, where the condition says what it waits for. */
  public void until(BooleanSupplier happened) {
    until("what the test waits for", happened);
  }

  /** A signal such as {@code STOP}. */
  public void signal(String name) {
    try {
      int sent = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
      if (sent != 0) {
        throw new IllegalStateException("kill -%s %d failed with %d".formatted(name, pid(), sent));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** {@code kill -9}; returns when it is dead. */
  public void kill() {
    process.destroyForcibly();
    exitCode();
  }

  /** SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** SIGINT, what Ctrl-C sends. */
  public void interrupt() {
    signal("INT");
  }

  /** What it has written to standard output. */
  public String out() {
    return read(out);
  }

  /** What it has written to standard error. */
  public String err() {
    return read(err);
  }

  static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
