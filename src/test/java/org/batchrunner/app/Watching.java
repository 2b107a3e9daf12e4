package org.batchrunner.app;

import java.net.URI;
import java.nio.file.Path;
import org.batchrunner.cli.RunningProgram;

/** {@link TestProgram#watch()} under its old name. */
public final class Watching implements AutoCloseable {

  private final TestProgram.Watch watch;

  private Watching(TestProgram.Watch watch) {
    this.watch = watch;
  }

  public static Watching start(Path home, String... settings) {
    return new Watching(TestProgram.in(home).with(settings).watch());
  }

  public RunningProgram program() {
    return watch.program();
  }

  public URI page() {
    return watch.page();
  }

  @Override
  public void close() {
    watch.close();
  }
}
