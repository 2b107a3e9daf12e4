package org.batchrunner.app;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.batchrunner.cli.Commands;
import org.batchrunner.cli.RunningProgram;
import org.batchrunner.cli.RunningProgram.Extent;
import org.batchrunner.stub.Api;
import org.batchrunner.stub.ModelStub;

/**
 * The program in a folder of its own, in this process: its commands are run one after the other, or
 * it watches. Each command starts the program anew, unless it is {@link #kept()}; a class whose
 * tests can share one program keeps it, for a start costs seconds. For a process of its own, see
 * the package {@code harness}.
 */
public final class TestProgram implements AutoCloseable {

  private static final String PREFIX = "batch-runner.";

  private final Map<String, String> settings = new LinkedHashMap<>();

  /** Spring Boot would start the broker that is on the tests' class path. */
  private final Map<String, String> springSettings =
      new LinkedHashMap<>(Map.of("spring.artemis.mode", "native", "server.port", "0"));

  private final Map<Extent, Started> started = new EnumMap<>(Extent.class);
  private Map<String, String> base = Map.of();
  private boolean kept;

  private record Started(List<String> settings, RunningProgram program) {}

  /**
   * What a command printed.
   *
   * @param code its exit code
   */
  public record Said(int code, String out, String err) {}

  /** A program that watches. */
  public record Watch(RunningProgram program) implements AutoCloseable {

    /** The page, with the token that the program made, where it made one. */
    public URI page() {
      return program.entrance().address();
    }

    @Override
    public void close() {
      program.close();
    }
  }

  private TestProgram(Path home) {
    set("home", home.toString());
    set("settle-time", "0s");
  }

  public static TestProgram in(Path home) {
    return new TestProgram(home);
  }

  /** A setting, without its prefix {@code batch-runner.}. */
  public TestProgram set(String name, String value) {
    settings.put(name, value);
    return this;
  }

  /** A setting of Spring Boot or Camel, by its whole name. */
  public TestProgram spring(String name, String value) {
    springSettings.put(name, value);
    return this;
  }

  /**
   * @param options as on a command line, such as {@code --server.port=8081}
   */
  public TestProgram with(String... options) {
    for (String option : options) {
      String[] setting = option.substring(2).split("=", 2);
      if (setting[0].startsWith(PREFIX)) {
        set(setting[0].substring(PREFIX.length()), setting[1]);
      } else {
        spring(setting[0], setting[1]);
      }
    }
    return this;
  }

  /** No model is called. */
  public TestProgram mock() {
    return set("mode", "mock");
  }

  /** The three vendors are this stub, and the key of each is {@code test}. */
  public TestProgram vendors(ModelStub stub) {
    return vendor("openai", stub, Api.OPENAI)
        .vendor("anthropic", stub, Api.ANTHROPIC)
        .vendor("google", stub, Api.GEMINI);
  }

  private TestProgram vendor(String name, ModelStub stub, Api api) {
    return set("providers." + name + ".base-url", stub.baseUrl(api).toString())
        .set("providers." + name + ".api-key", "test");
  }

  /**
   * From now on a program that a command has started works for the next commands too, while the
   * settings are the same, until {@link #close()}.
   */
  public TestProgram kept() {
    kept = true;
    base = Map.copyOf(settings);
    return this;
  }

  /** The settings are again those that it was {@link #kept()} with. */
  public void restore() {
    settings.clear();
    settings.putAll(base);
  }

  /** Runs a command to its end. */
  public Said run(String... words) {
    List<String> arguments = new ArrayList<>(List.of(words));
    arguments.addAll(settings());
    PrintStream oldOut = System.out;
    PrintStream oldErr = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      int code = apart(() -> Commands.execute(this::launch, arguments));
      return new Said(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(oldOut);
      System.setErr(oldErr);
    }
  }

  /** As {@code watch} starts it. */
  public Watch watch() {
    return new Watch(start(Extent.WATCH));
  }

  /** As commands see it that only read and write the ledger; to be closed. */
  public RunningProgram open() {
    return start(Extent.LEDGER);
  }

  private RunningProgram start(Extent extent) {
    return apart(() -> new SpringLauncher().launch(extent, settings().toArray(String[]::new)));
  }

  private RunningProgram launch(Extent extent, String... settings) {
    if (!kept) {
      return new SpringLauncher().launch(extent, settings);
    }
    List<String> wanted = Stream.of(settings).sorted().toList();
    Started running = started.get(extent);
    if (running == null || !running.settings.equals(wanted)) {
      if (running != null) {
        started.remove(extent).program.close();
      }
      running = new Started(wanted, new SpringLauncher().launch(extent, settings));
      started.put(extent, running);
    }
    return leftOpen(running.program);
  }

  /** The command that got it closes it, and it runs on. */
  private static RunningProgram leftOpen(RunningProgram program) {
    return (RunningProgram)
        Proxy.newProxyInstance(
            RunningProgram.class.getClassLoader(),
            new Class<?>[] {RunningProgram.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                return null;
              }
              try {
                return method.invoke(program, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private List<String> settings() {
    return Stream.concat(
            settings.entrySet().stream().map(setting -> "--" + PREFIX + setting),
            springSettings.entrySet().stream().map(setting -> "--" + setting))
        .toList();
  }

  /** What the build tells its tests begins as settings do, and would be refused. */
  private static <T> T apart(Supplier<T> what) {
    Properties all = System.getProperties();
    Properties rest = new Properties();
    rest.putAll(all);
    rest.keySet().removeIf(name -> name.toString().startsWith(PREFIX));
    try {
      System.setProperties(rest);
      return what.get();
    } finally {
      System.setProperties(all);
    }
  }

  @Override
  public void close() {
    started.values().forEach(running -> running.program.close());
    started.clear();
  }
}
