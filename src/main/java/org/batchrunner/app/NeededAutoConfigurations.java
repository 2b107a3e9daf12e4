package org.batchrunner.app;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;

/**
 * Leaves out automatic configurations that have nothing to do; to evaluate their conditions took a
 * third of the start. Those of a Camel component, language or data format only hand on its
 * properties, {@code camel.component.NAME.*}, and so are left out where none is set. Those of
 * Spring Boot that serve pages and metrics are left out where the program has neither. All else
 * stays, such as what a library of the user brings.
 */
final class NeededAutoConfigurations implements AutoConfigurationImportFilter, EnvironmentAware {

  private static final String BOOT = "org.springframework.boot.autoconfigure.";
  private static final List<String> PAGES =
      List.of(
          BOOT,
          "org.springframework.boot.actuate.",
          "org.springdoc.",
          "org.apache.camel.component.micrometer.",
          "org.apache.camel.spring.boot.actuate.");
  private static final List<String> WITHOUT_PAGES_TOO =
      List.of(
          BOOT + "amqp.",
          BOOT + "availability.",
          BOOT + "context.",
          BOOT + "jms.",
          BOOT + "kafka.",
          BOOT + "ssl.",
          BOOT + "task.");
  private static final Pattern CAMELS =
      Pattern.compile(
          "org\\.apache\\.camel\\.(?:component|language|dataformat|model)\\.([a-z0-9.]+)"
              + "\\.springboot\\..*|org\\.apache\\.camel\\.spring\\.boot"
              + "\\.(cloud|cluster|routecontroller|trace|vault)\\..*");
  private static final List<String> KINDS =
      List.of("camelcomponent", "camellanguage", "cameldataformat", "camel");

  private @Nullable ConfigurableEnvironment environment;

  @Override
  public void setEnvironment(Environment given) {
    environment = given instanceof ConfigurableEnvironment full ? full : null;
  }

  @Override
  public boolean[] match(@Nullable String[] names, AutoConfigurationMetadata metadata) {
    return needed(names);
  }

  /** Tells for each name whether it is needed; the names alone decide. */
  boolean[] needed(@Nullable String... names) {
    boolean[] needed = new boolean[names.length];
    ConfigurableEnvironment settings = environment;
    if (settings == null) {
      Arrays.fill(needed, true);
      return needed;
    }
    boolean pages = !"none".equals(settings.getProperty("spring.main.web-application-type"));
    Set<String> ofCamel = camelProperties(settings);
    for (int i = 0; i < names.length; i++) {
      String name = names[i];
      needed[i] = name == null || ((pages || !servesPages(name)) && hasProperties(name, ofCamel));
    }
    return needed;
  }

  private static boolean servesPages(String name) {
    return PAGES.stream().anyMatch(name::startsWith)
        && WITHOUT_PAGES_TOO.stream().noneMatch(name::startsWith);
  }

  private static boolean hasProperties(String name, Set<String> ofCamel) {
    Matcher camels = CAMELS.matcher(name);
    if (!camels.matches()) {
      return true;
    }
    String what = plain(camels.group(1) == null ? camels.group(2) : camels.group(1));
    return KINDS.stream()
        .map(kind -> kind + what)
        .anyMatch(prefix -> ofCamel.stream().anyMatch(set -> set.startsWith(prefix)));
  }

  /** In small letters without marks, as an environment variable names them too. */
  private static Set<String> camelProperties(ConfigurableEnvironment settings) {
    Set<String> names = new HashSet<>();
    settings.getPropertySources().stream()
        .filter(EnumerablePropertySource.class::isInstance)
        .flatMap(source -> Arrays.stream(((EnumerablePropertySource<?>) source).getPropertyNames()))
        .map(NeededAutoConfigurations::plain)
        .filter(name -> name.startsWith("camel"))
        .forEach(names::add);
    return names;
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
