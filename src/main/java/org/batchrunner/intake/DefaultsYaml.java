package org.batchrunner.intake;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.batchrunner.task.options.InvalidOptionException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * The batch options under {@code batch-runner.defaults} in a file of settings, exactly as they are
 * written there: Spring Boot would take their keys apart and resolve placeholders in them.
 */
public final class DefaultsYaml {

  private static final String KEY = "batch-runner.defaults";
  private static final List<String> PATH = List.of("batchrunner", "defaults");

  private DefaultsYaml() {}

  /**
   * The options of one document of the file.
   *
   * @param line of any of them, from 0: a file may hold several documents
   * @return raw values by key, as {@link org.batchrunner.task.options.Options#of} takes them
   * @throws InvalidOptionException if they are no plain YAML
   */
  public static Map<String, Object> read(Path file, int line) throws IOException {
    Map<String, Object> options = new LinkedHashMap<>();
    try {
      for (Node document : Yaml12.create().composeAll(new StringReader(Files.readString(file)))) {
        if (line < 0
            || document.getStartMark().getLine() <= line
                && line <= document.getEndMark().getLine()) {
          options.clear();
          collect(document, 0, options);
        }
      }
    } catch (YAMLException e) {
      throw new InvalidOptionException(
          KEY, "%s: options must be plain YAML, without tags or aliases (*name)".formatted(file));
    }
    return options;
  }

  /** The options of a file that holds one document, or none. */
  public static Map<String, Object> readOnly(Path file) throws IOException {
    return read(file, -1);
  }

  /** Looks down the keys, which may be dotted: {@code batch-runner.defaults: {...}}. */
  private static void collect(Node node, int depth, Map<String, Object> options) {
    if (!(node instanceof MappingNode mapping)) {
      return;
    }
    for (NodeTuple entry : mapping.getValue()) {
      String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
      int below = depth;
      while (below < PATH.size() && !key.isEmpty()) {
        int dot = key.indexOf('.');
        String first = dot < 0 ? key : key.substring(0, dot);
        if (!bare(first).equals(PATH.get(below))) {
          break;
        }
        key = dot < 0 ? "" : key.substring(dot + 1);
        below++;
      }
      if (key.isEmpty() && below < PATH.size()) {
        collect(entry.getValueNode(), below, options);
      } else if (key.isEmpty() && entry.getValueNode() instanceof MappingNode all) {
        all.getValue().forEach(each -> put(each, text(each.getKeyNode()), options));
      } else if (below == PATH.size()) {
        put(entry, key, options);
      }
    }
  }

  private static void put(NodeTuple entry, String key, Map<String, Object> options) {
    Node value = entry.getValueNode();
    int foreign = Yaml12.foreignTag(value);
    if (foreign > 0) {
      throw new InvalidOptionException(
          KEY, "line %d has a tag, which options must not have".formatted(foreign));
    }
    Object built = Yaml12.build(value);
    // An option without a value is one that is not set, as everywhere in the file of settings.
    if (built != null && !built.equals("")
        || value instanceof ScalarNode scalar && scalar.getScalarStyle().getChar() != null) {
      options.put(key, built == null ? "" : built);
    }
  }

  private static String text(Node key) {
    return key instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  /** As a file of settings may write a name: {@code batchRunner}, {@code batch_runner}. */
  static String bare(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  /** Returns whether a key of a file of settings is this one, however it is spelt. */
  public static boolean isKey(String key, String wanted) {
    return bare(key).equals(bare(wanted));
  }

  /** The options as a node of a file; {@link #read} gives them back. */
  public static Node node(Map<String, Object> options) {
    return Yaml12.create().represent(options);
  }
}
