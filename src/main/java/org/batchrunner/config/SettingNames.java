package org.batchrunner.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.batchrunner.task.options.Option;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * Refuses unknown settings. Spring Boot itself silently ignores a misspelt environment variable.
 */
public final class SettingNames {

  private static final String PREFIX = "batch-runner.";
  private static final String VARIABLE_PREFIX = "BATCHRUNNER_";
  private static final Set<String> OWN =
      Set.of("BATCHRUNNER_JAVA_OPTS", "BATCHRUNNER_SKIP_BUILD", "BATCHRUNNER_HOME");

  private static final List<String> SIMPLE = SettingDoc.names(setting -> !setting.ofProvider());
  private static final List<String> OF_PROVIDER =
      SettingDoc.names(SettingDoc::ofProvider).stream()
          .map(name -> name.substring(SettingDoc.PROVIDER.length()))
          .toList();

  private static final Pattern PROVIDER =
      Pattern.compile("providers(\\.[^.\\[]+|\\.?\\[[^]]+])\\.([a-z-]+)(\\[.*|\\..*)?");
  private static final Pattern DEFAULT = Pattern.compile("defaults\\.([a-z-]+)(\\[.*|\\..*)?");

  private SettingNames() {}

  /**
   * @throws InvalidSettingException if a setting is unknown; it names the first one and where it is
   *     set
   */
  public static void check(ConfigurableEnvironment environment) {
    List<String> wrong = new ArrayList<>();
    for (PropertySource<?> source : environment.getPropertySources()) {
      if (source instanceof EnumerablePropertySource<?> names) {
        for (String name : names.getPropertyNames()) {
          if (!known(name)) {
            wrong.add("'%s' (%s) is not a setting".formatted(name, source.getName()));
          }
        }
      }
    }
    if (!wrong.isEmpty()) {
      throw new InvalidSettingException(
          "%s; the settings are %s".formatted(String.join("; ", wrong), allowed()));
    }
  }

  private static boolean known(String name) {
    if (name.startsWith("BATCH_RUNNER_")) {
      return false;
    }
    if (name.startsWith(VARIABLE_PREFIX)) {
      return OWN.contains(name) || knownVariable(name.substring(VARIABLE_PREFIX.length()));
    }
    String dashed = name.toLowerCase(Locale.ROOT);
    return !dashed.startsWith(PREFIX) || knownKey(dashed.substring(PREFIX.length()));
  }

  private static boolean knownKey(String key) {
    var provider = PROVIDER.matcher(key);
    if (provider.matches()) {
      return matches(OF_PROVIDER, provider.group(2));
    }
    var option = DEFAULT.matcher(key);
    if (option.matches()) {
      return matches(List.copyOf(optionKeys()), option.group(1));
    }
    return matches(SIMPLE, key.replaceFirst("\\[\\d+]$", ""));
  }

  private static boolean knownVariable(String variable) {
    String key = variable.toLowerCase(Locale.ROOT).replaceAll("(_\\d+)+$", "").replace('_', '.');
    if (key.startsWith("providers.")) {
      return OF_PROVIDER.stream().anyMatch(name -> key.endsWith("." + bare(name)));
    }
    return key.startsWith("defaults.")
        ? optionKeys().stream()
            .map(name -> "defaults." + bare(name))
            .anyMatch(name -> key.equals(name) || key.startsWith(name + "."))
        : SIMPLE.stream().anyMatch(name -> bare(name).equals(key));
  }

  private static boolean matches(List<String> names, String key) {
    return names.stream().anyMatch(name -> bare(name).equals(bare(key)));
  }

  private static String bare(String name) {
    return name.replace("-", "");
  }

  private static Set<String> optionKeys() {
    Set<String> keys = new TreeSet<>();
    for (Option option : Option.values()) {
      keys.add(option.key());
      keys.addAll(option.aliases());
    }
    return keys;
  }

  private static String allowed() {
    List<String> names = new ArrayList<>(SIMPLE);
    names.replaceAll(name -> PREFIX + name);
    names.add(PREFIX + "providers.NAME.{" + String.join(",", OF_PROVIDER) + "}");
    names.add(PREFIX + "defaults.OPTION");
    return String.join(", ", names);
  }
}
