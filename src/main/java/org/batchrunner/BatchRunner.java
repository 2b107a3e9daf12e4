package org.batchrunner;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;

@SpringBootApplication(exclude = DataSourceAutoConfiguration.class)
public class BatchRunner {

  public static void main(String[] args) {
    var application = new SpringApplication(BatchRunner.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.setLogStartupInfo(false);
    application.run(args);
    System.out.println("Usage: batch-runner [COMMAND] [OPTIONS]");
  }
}
