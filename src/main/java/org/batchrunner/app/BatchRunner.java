package org.batchrunner.app;

import java.util.List;
import org.batchrunner.cli.Commands;

/** Where the program begins. */
public final class BatchRunner {

  private BatchRunner() {}

  public static void main(String[] args) throws ReflectiveOperationException {
    ClassLoader withExtraJars = ExtraJars.loader(SpringLauncher.home(args));
    if (withExtraJars != null) {
      Thread.currentThread().setContextClassLoader(withExtraJars);
      Class.forName(BatchRunner.class.getName(), true, withExtraJars)
          .getMethod("main", String[].class)
          .invoke(null, (Object) args);
      return;
    }
    System.exit(Commands.execute(new SpringLauncher(), List.of(args)));
  }
}
