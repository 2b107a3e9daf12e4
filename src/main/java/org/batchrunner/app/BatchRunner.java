package org.batchrunner.app;

import java.util.List;
import org.batchrunner.cli.Commands;
import org.batchrunner.management.ManagementConfiguration;
import org.batchrunner.web.WebConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The whole program: what {@code run} and {@code watch} start. */
@SpringBootApplication(
    scanBasePackages = "org.batchrunner.flow",
    exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
@Import({CoreConfiguration.class, WebConfiguration.class, ManagementConfiguration.class})
public class BatchRunner {

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
