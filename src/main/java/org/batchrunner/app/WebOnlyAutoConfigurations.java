package org.batchrunner.app;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Leaves out, where the program serves no pages, the automatic configurations that only pages and
 * metrics need. To evaluate their conditions takes a third of a start. What Camel, a messaging
 * client or a library of the user brings stays.
 */
final class WebOnlyAutoConfigurations implements AutoConfigurationImportFilter, EnvironmentAware {

  private static final String BOOT = "org.springframework.boot.autoconfigure.";
  private static final List<String> KEPT =
      List.of(
          BOOT + "amqp.",
          BOOT + "availability.",
          BOOT + "context.", BOOT + "jms.", BOOT + "kafka.", BOOT + "ssl.", BOOT + "task.");
  private static final List<String> LEFT_OUT =
      List.of(
          BOOT,
          "org.springframework.boot.actuate.",
          "org.springdoc.",
          "org.apache.camel.component.micrometer.");

  private @Nullable Environment environment;

  @Override
  public void setEnvironment(Environment given) {
    environment = given;
  }

  @Override
  public boolean[] match(@Nullable String[] names, AutoConfigurationMetadata metadata) {
    boolean pages =
        environment == null
            || !"none".equals(environment.getProperty("spring.main.web-application-type"));
    boolean[] kept = new boolean[names.length];
    for (int i = 0; i < names.length; i++) {
      kept[i] = pages || isKept(names[i]);
    }
    return kept;
  }

  private static boolean isKept(@Nullable String name) {
    return name == null
        || KEPT.stream().anyMatch(name::startsWith)
        || LEFT_OUT.stream().noneMatch(name::startsWith);
  }
}
