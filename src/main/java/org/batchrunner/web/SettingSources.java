package org.batchrunner.web;

import java.util.Locale;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;

/** Finds out where settings come from. */
final class SettingSources {

  static final String DEFAULT = "default";

  /** The property source that holds paths from other sources, made absolute. */
  private static final String MADE_ABSOLUTE = "folders";

  private final ConfigurableEnvironment environment;

  SettingSources(ConfigurableEnvironment environment) {
    this.environment = environment;
  }

  /**
   * Returns the source in words for the user: the command line, the environment, a file, or {@code
   * default}.
   */
  String sourceOf(String key) {
    ConfigurationPropertyName name = ConfigurationPropertyName.adapt(key, '.');
    for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
      ConfigurationProperty property = source.getConfigurationProperty(name);
      if (property != null
          && source.getUnderlyingSource() instanceof PropertySource<?> underlying
          && !underlying.getName().equals(MADE_ABSOLUTE)) {
        return words(underlying.getName());
      }
    }
    return DEFAULT;
  }

  private static String words(String source) {
    String name = source.toLowerCase(Locale.ROOT);
    if (name.equals("commandlineargs")) {
      return "command line";
    }
    if (name.equals("systemproperties")) {
      return "Java's -D";
    }
    if (name.startsWith(".env")) {
      return ".env";
    }
    if (name.equals("systemenvironment")) {
      return "environment";
    }
    if (name.contains("config resource") && name.contains("'file [")) {
      int start = source.indexOf("'file [") + 7;
      int end = source.indexOf(']', start);
      return end < 0 ? source : source.substring(start, end);
    }
    return DEFAULT;
  }
}
