package org.batchrunner.app;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.batchrunner.cli.Commands;
import org.batchrunner.cli.RunningProgram;

/** The program in a folder of its own, its commands run in this process, one after the other. */
public final class InProcess {

  private final Map<String, String> settings = new LinkedHashMap<>();

  /** Spring Boot would start the broker that is on the tests' class path. */
  private final Map<String, String> springSettings =
      new LinkedHashMap<>(Map.of("spring.artemis.mode", "native", "server.port", "0"));

  public InProcess(Path home) {
    set("home", home.toString());
  }

  /** A setting, without its prefix {@code batch-runner.}. */
  public InProcess set(String name, String value) {
    settings.put(name, value);
    return this;
  }

  /**
   * What a command printed.
   *
   * @param code its exit code
   */
  public record Said(int code, String out, String err) {}

  /** Runs a command to its end. */
  public Said run(String... words) {
    List<String> arguments = new ArrayList<>(List.of(words));
    arguments.addAll(settings());
    Properties old = System.getProperties();
    PrintStream oldOut = System.out;
    PrintStream oldErr = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try {
      System.setProperties(withoutTheTests(old));
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      int code = Commands.execute(new SpringLauncher(), arguments);
      return new Said(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(oldOut);
      System.setErr(oldErr);
      System.setProperties(old);
    }
  }

  /** A setting of Spring Boot or Camel, by its whole name. */
  InProcess spring(String name, String value) {
    springSettings.put(name, value);
    return this;
  }

  private List<String> settings() {
    return Stream.concat(
            settings.entrySet().stream().map(setting -> "--batch-runner." + setting),
            springSettings.entrySet().stream().map(setting -> "--" + setting))
        .toList();
  }

  /** As {@code watch} starts it; to be closed. */
  RunningProgram watch() {
    Properties old = System.getProperties();
    try {
      System.setProperties(withoutTheTests(old));
      return new SpringLauncher()
          .launch(RunningProgram.Extent.WATCH, settings().toArray(String[]::new));
    } finally {
      System.setProperties(old);
    }
  }

  /** As commands see it that only read and write the ledger. */
  public RunningProgram open() {
    Properties old = System.getProperties();
    try {
      System.setProperties(withoutTheTests(old));
      return new SpringLauncher()
          .launch(RunningProgram.Extent.LEDGER, settings().toArray(String[]::new));
    } finally {
      System.setProperties(old);
    }
  }

  /** Those of the tests begin as settings do, and would be refused. */
  private static Properties withoutTheTests(Properties all) {
    Properties rest = new Properties();
    rest.putAll(all);
    rest.keySet().removeIf(name -> name.toString().startsWith("batch-runner."));
    return rest;
  }
}
