package org.batchrunner.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A main class of the tests, in a process of its own, that is spoken with in lines. */
final class Peer implements AutoCloseable {

  private final Process process;
  private final BufferedReader answers;
  private final Path errors;

  private Peer(Process process, Path errors) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.errors = errors;
  }

  /** Of the tests. */
  static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  static Peer start(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-cp", classPath(), main.getName()));
    command.addAll(List.of(arguments));
    try {
      Path errors = Files.createTempFile(main.getSimpleName(), ".err");
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      return new Peer(process, errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says a line. */
  Peer say(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for a line. */
  String hear() {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw new IllegalStateException("it has ended: " + Files.readString(errors));
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
