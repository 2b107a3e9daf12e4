package org.batchrunner.app;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.batchrunner.cli.RunningProgram;

/** The whole program as {@code watch} starts it, in this process, on a free port. */
public final class Watching implements AutoCloseable {

  private final RunningProgram program;

  private Watching(RunningProgram program) {
    this.program = program;
  }

  /**
   * @param settings such as {@code --batch-runner.mode=mock}
   */
  public static Watching start(Path home, String... settings) {
    List<String> all =
        new ArrayList<>(List.of("--batch-runner.home=" + home, "--batch-runner.settle-time=0s"));
    if (Stream.of(settings).noneMatch(setting -> setting.startsWith("--server.port="))) {
      all.add("--server.port=0");
    }
    all.addAll(List.of(settings));
    Map<String, String> ours = new HashMap<>();
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("batch-runner."))
        .forEach(name -> ours.put(name, System.clearProperty(name)));
    try {
      return new Watching(
          new SpringLauncher().launch(RunningProgram.Extent.WATCH, all.toArray(String[]::new)));
    } finally {
      // What the build tells its tests is no setting of the program.
      ours.forEach(System::setProperty);
    }
  }

  public RunningProgram program() {
    return program;
  }

  /** Of the page, with the token that the program made, where it made one. */
  public URI page() {
    return program.entrance().address();
  }

  @Override
  public void close() {
    program.close();
  }
}
