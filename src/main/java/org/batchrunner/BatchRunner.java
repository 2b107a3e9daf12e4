package org.batchrunner;

import java.util.List;
import org.batchrunner.cli.Commands;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The whole program: what {@code run} and {@code watch} start. */
@SpringBootApplication(
    scanBasePackages = {"org.batchrunner.flow", "org.batchrunner.web"},
    exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
@Import(CoreConfiguration.class)
public class BatchRunner {

  public static void main(String[] args) {
    System.exit(Commands.execute(new SpringLauncher(), List.of(args)));
  }
}
