package org.batchrunner.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.batchrunner.intake.DefaultsYaml;
import org.batchrunner.intake.OptionFile;
import org.batchrunner.task.options.Option;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyNameException;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.Resource;

/**
 * Reads the batch options under {@code batch-runner.defaults} from all sources of settings. They
 * are data in which no placeholder may be resolved, so Spring Boot's binding is not used.
 */
public final class ConfiguredDefaults {

  private static final String VARIABLE = "BATCHRUNNER_DEFAULTS_";

  private ConfiguredDefaults() {}

  /**
   * @return the raw values by key, as {@link org.batchrunner.task.options.Options#of} takes them
   * @throws org.batchrunner.task.options.InvalidOptionException if the options in a file can't be
   *     read
   */
  public static Map<String, Object> of(ConfigurableEnvironment environment) {
    List<Map<String, Object>> layers = new ArrayList<>();
    for (PropertySource<?> source : environment.getPropertySources()) {
      if (source instanceof EnumerablePropertySource<?> names) {
        layers.add(0, layer(names));
      }
    }
    Map<String, Object> options = new LinkedHashMap<>();
    layers.forEach(layer -> lay(layer, options));
    return options;
  }

  private static Map<String, Object> layer(EnumerablePropertySource<?> source) {
    Map<String, Object> tree = new LinkedHashMap<>();
    for (String name : source.getPropertyNames()) {
      List<String> path = path(name);
      if (!path.isEmpty()) {
        TextResourceOrigin yaml = yaml(source, name);
        if (yaml != null) {
          return byKey(read(yaml));
        }
        put(tree, path, source.getProperty(name));
      }
    }
    tree.replaceAll((key, value) -> given(Option.find(key), listed(value)));
    return byKey(tree);
  }

  /** Returns the path below {@code batch-runner.defaults}; empty if it is another setting. */
  private static List<String> path(String name) {
    if (name.startsWith(VARIABLE)) {
      return List.of(name.substring(VARIABLE.length()).toLowerCase(Locale.ROOT).split("_"));
    }
    try {
      ConfigurationPropertyName parsed = ConfigurationPropertyName.adapt(name, '.');
      List<String> path = new ArrayList<>();
      for (int i = 0; i < parsed.getNumberOfElements(); i++) {
        path.add(parsed.getElement(i, ConfigurationPropertyName.Form.ORIGINAL));
      }
      return path.size() > 2
              && DefaultsYaml.isKey(path.get(0), "batch-runner")
              && DefaultsYaml.isKey(path.get(1), "defaults")
          ? path.subList(2, path.size())
          : List.of();
    } catch (InvalidConfigurationPropertyNameException e) {
      return List.of();
    }
  }

  /** Returns where the setting stands in a YAML file; null if it comes from elsewhere. */
  private static @Nullable TextResourceOrigin yaml(PropertySource<?> source, String name) {
    Origin origin = OriginLookup.getOrigin(source, name);
    if (origin instanceof TextResourceOrigin text
        && text.getResource() != null
        && text.getLocation() != null
        && text.getResource().isFile()
        && String.valueOf(text.getResource().getFilename()).matches("(?i).*\\.ya?ml")) {
      return text;
    }
    return null;
  }

  private static Map<String, Object> read(TextResourceOrigin origin) {
    Resource resource = origin.getResource();
    TextResourceOrigin.Location location = origin.getLocation();
    try {
      Path file = resource.getFile().toPath();
      return DefaultsYaml.read(file, location.getLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static void put(Map<String, Object> tree, List<String> path, @Nullable Object value) {
    Map<String, Object> level = tree;
    for (String element : path.subList(0, path.size() - 1)) {
      Object below = level.get(element);
      if (!(below instanceof Map<?, ?>)) {
        below = new LinkedHashMap<String, Object>();
        level.put(element, below);
      }
      level = (Map<String, Object>) below;
    }
    level.put(path.get(path.size() - 1), value == null ? "" : value);
  }

  /** Turns each map with the keys 0, 1, 2 ... into a list. */
  private static Object listed(Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return value instanceof CharSequence text ? text.toString() : value;
    }
    Map<Object, Object> all = new LinkedHashMap<>();
    map.forEach((key, each) -> all.put(key, listed(each)));
    List<Object> list = new ArrayList<>();
    for (int i = 0; all.containsKey(Integer.toString(i)); i++) {
      list.add(all.get(Integer.toString(i)));
    }
    return list.size() == all.size() ? list : all;
  }

  /** Parses a list or a map that is given as YAML in one text, as on a command line. */
  private static Object given(@Nullable Option option, Object value) {
    return option != null && value instanceof String text ? OptionFile.given(option, text) : value;
  }

  private static Map<String, Object> byKey(Map<String, Object> options) {
    Map<String, Object> byKey = new LinkedHashMap<>();
    options.forEach(
        (key, value) -> {
          Option option = Option.find(key);
          byKey.put(option == null ? key : option.key(), value);
        });
    return byKey;
  }

  /** Merges options into others; maps, such as model-parameters, are merged entry by entry. */
  @SuppressWarnings("unchecked")
  private static void lay(Map<String, Object> over, Map<String, Object> options) {
    over.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> map && options.get(key) instanceof Map<?, ?> below) {
            Map<String, Object> both = new LinkedHashMap<>((Map<String, Object>) below);
            lay((Map<String, Object>) map, both);
            options.put(key, both);
          } else {
            options.put(key, value);
          }
        });
  }
}
