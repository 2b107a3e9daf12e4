package org.batchrunner.intake;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.batchrunner.task.options.InvalidOptionException;
import org.batchrunner.task.options.Option;

/** Named sets of options, for {@code use}: the built-in ones, and the user's own in a folder. */
public final class OptionSets {

  private static final Map<String, Map<String, Object>> BUILT_IN =
      Map.of(
          "conservative", set("0.10", "1.00", 2),
          "moderate", set("0.50", "5.00", 3),
          "aggressive", set("2.00", "20.00", 8));

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
  private static final String EXTENSION = ".yaml";

  private final Path folder;

  /**
   * @param folder with {@code NAME.yaml} files; need not exist
   */
  public OptionSets(Path folder) {
    this.folder = folder;
  }

  private static Map<String, Object> set(String runCap, String batchCap, int concurrency) {
    Map<String, Object> set = new LinkedHashMap<>();
    set.put(Option.PER_RUN_CAP.key(), new BigDecimal(runCap));
    set.put(Option.PER_BATCH_CAP.key(), new BigDecimal(batchCap));
    set.put(Option.CONCURRENCY.key(), concurrency);
    return set;
  }

  /** The names that {@code use} takes. */
  public List<String> names() throws IOException {
    Set<String> names = new TreeSet<>(BUILT_IN.keySet());
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        files
            .map(file -> file.getFileName().toString())
            .filter(file -> file.endsWith(EXTENSION))
            .map(TaskFileName::stem)
            .filter(name -> NAME.matcher(name).matches())
            .forEach(names::add);
      }
    }
    return List.copyOf(names);
  }

  /**
   * The options of a set.
   *
   * @throws InvalidOptionException if there is no set of that name
   * @throws InvalidOptionFileException if the user's own can't be used
   */
  public Map<String, Object> get(String name) throws IOException {
    return resolve(Map.of(OptionYaml.USE, name));
  }

  /**
   * Adds the options of the set that {@code use} names; options that are given directly take
   * precedence.
   *
   * @param raw options by key, with or without {@code use}
   * @return options by key, without {@code use}
   * @throws InvalidOptionException if there is no set of that name, or sets use each other in a
   *     circle
   * @throws InvalidOptionFileException if the user's own can't be used
   */
  public Map<String, Object> resolve(Map<String, Object> raw) throws IOException {
    return resolve(raw, new LinkedHashSet<>());
  }

  private Map<String, Object> resolve(Map<String, Object> raw, Set<String> used)
      throws IOException {
    Map<String, Object> options = new LinkedHashMap<>();
    Object use = raw.get(OptionYaml.USE);
    if (use != null) {
      String name = use.toString();
      if (!used.add(name)) {
        throw new InvalidOptionException(
            OptionYaml.USE,
            "use: these sets use each other: %s".formatted(String.join(", ", used)));
      }
      options.putAll(resolve(load(name), used));
    }
    raw.forEach(
        (key, value) -> {
          if (!key.equals(OptionYaml.USE)) {
            options.put(Option.of(key).key(), value);
          }
        });
    return options;
  }

  private Map<String, Object> load(String name) throws IOException {
    if (NAME.matcher(name).matches()) {
      Path own = folder.resolve(name + EXTENSION);
      if (Files.exists(own)) {
        return OptionYaml.read(own);
      }
      Map<String, Object> builtIn = BUILT_IN.get(name);
      if (builtIn != null) {
        return builtIn;
      }
    }
    throw new InvalidOptionException(
        OptionYaml.USE,
        "use: '%s' is not a set of options; it takes %s"
            .formatted(name, String.join(", ", names())));
  }

  /** The names of the sets that come with the program. */
  public static Set<String> builtIn() {
    return new TreeSet<>(BUILT_IN.keySet());
  }

  /**
   * Removes a set of the user's own.
   *
   * @return false if there was none
   */
  public boolean delete(String name) throws IOException {
    return NAME.matcher(name).matches() && Files.deleteIfExists(folder.resolve(name + EXTENSION));
  }

  /**
   * Saves options as a set of the user.
   *
   * @throws InvalidOptionException if the name can't be one
   */
  public Path save(String name, Map<String, Object> options) throws IOException {
    checkName(name);
    Files.createDirectories(folder);
    Path file = folder.resolve(name + EXTENSION);
    OptionFile.write(file, options);
    return file;
  }

  /**
   * @throws InvalidOptionException if the name can't be one of a set of the user's own
   */
  public void checkName(String name) {
    if (!NAME.matcher(name).matches() || BUILT_IN.containsKey(name)) {
      throw new InvalidOptionException(
          "save-template",
          "'%s' can't be the name of a set; it takes letters, digits, - and _, and none of %s"
              .formatted(name, String.join(", ", new TreeSet<>(BUILT_IN.keySet()))));
    }
  }
}
