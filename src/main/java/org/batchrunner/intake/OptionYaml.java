package org.batchrunner.intake;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.batchrunner.files.FileKind;
import org.batchrunner.files.UnusableFileException;
import org.batchrunner.files.UserFile;
import org.batchrunner.files.YamlProblem;
import org.batchrunner.task.options.InvalidOptionException;
import org.batchrunner.task.options.Option;
import org.batchrunner.task.options.Options;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The YAML of option files. {@code use} is left for {@link OptionSets}. */
final class OptionYaml {

  static final String USE = "use";

  private static final int MESSAGE = 1_000;

  private OptionYaml() {}

  /**
   * @return raw values by key, in file order, each one known to be allowed
   * @throws InvalidOptionFileException naming the line, the key and what is allowed
   */
  static Map<String, Object> read(Path path) throws IOException {
    String file = path.getFileName().toString();
    String text = text(path, file);
    try {
      Node root = Yaml12.create().compose(new StringReader(text));
      if (root == null) {
        return Map.of();
      }
      if (!(root instanceof MappingNode mapping)) {
        throw new InvalidOptionFileException(
            file, 1, "an option file must consist of lines of KEY: VALUE");
      }
      int foreign = Yaml12.foreignTag(root);
      if (foreign > 0) {
        throw new InvalidOptionFileException(
            file, foreign, "this is not valid YAML: an unknown tag");
      }
      Object values = Yaml12.create().load(text);
      return checked(mapping, (Map<?, ?>) values, file);
    } catch (MarkedYAMLException e) {
      throw new InvalidOptionFileException(
          file, YamlProblem.line(e), "this is not valid YAML: " + YamlProblem.of(e));
    } catch (YAMLException e) {
      throw new InvalidOptionFileException(
          file,
          0,
          "an option file must be plain YAML, without aliases (*name), deep nesting or binary data");
    }
  }

  /** The line where a key within an option's value stands, else the option itself; 0 if neither. */
  static int lineOf(Path path, String option, String inner) {
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      return 0;
    }
    try {
      Node root = Yaml12.create().compose(new StringReader(Files.readString(path)));
      int line = root == null ? 0 : line(root, option, 0);
      return line == 0 || inner.isEmpty() ? line : line(root, inner, line);
    } catch (YAMLException | IOException e) {
      return 0;
    }
  }

  /** A value on its own. */
  static Object value(String yaml) {
    try {
      Object value = Yaml12.create().load(yaml);
      return value == null ? "" : value;
    } catch (YAMLException e) {
      throw new InvalidOptionException(yaml, "'%s' is not valid YAML".formatted(yaml));
    }
  }

  private static String text(Path path, String file) throws IOException {
    try {
      return UserFile.text(path, FileKind.OPTIONS, LinkOption.NOFOLLOW_LINKS);
    } catch (UnusableFileException e) {
      throw new InvalidOptionFileException(file, 0, "it " + e.clause());
    }
  }

  private static Map<String, Object> checked(MappingNode root, Map<?, ?> values, String file) {
    Map<String, Object> options = new LinkedHashMap<>();
    Set<String> seen = new HashSet<>();
    for (NodeTuple entry : root.getValue()) {
      String key = key(entry.getKeyNode());
      Object value = values.get(key);
      int line = entry.getKeyNode().getStartMark().getLine() + 1;
      if (key.equals(USE)) {
        options.put(USE, use(value, file, line));
        continue;
      }
      try {
        if (value == null) {
          throw new InvalidOptionException(
              key, key + " has no value; it takes " + Option.of(key).allowed());
        }
        Options.of(Map.of(key, value));
      } catch (InvalidOptionException e) {
        throw new InvalidOptionFileException(
            file, line(entry.getValueNode(), e.key(), line), shortened(e));
      }
      String name = Option.of(key).key();
      if (!seen.add(name)) {
        throw new InvalidOptionFileException(
            file, line, "%s is given twice; keep one".formatted(name));
      }
      options.put(name, value);
    }
    return options;
  }

  /** Shortens a message, since it may repeat a value that is as long as the file. */
  private static String shortened(InvalidOptionException e) {
    String message = String.valueOf(e.getMessage());
    return message.length() <= MESSAGE ? message : message.substring(0, MESSAGE) + "…";
  }

  private static String key(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  private static Object use(@Nullable Object value, String file, int line) {
    if (!(value instanceof String)) {
      throw new InvalidOptionFileException(
          file, line, "use: it takes the name of a set of options");
    }
    return value;
  }

  /** The line of a key somewhere below, for an option within {@code when}. */
  private static int line(Node node, String key, int otherwise) {
    if (node instanceof MappingNode mapping) {
      for (NodeTuple entry : mapping.getValue()) {
        if (key(entry.getKeyNode()).equals(key)) {
          return entry.getKeyNode().getStartMark().getLine() + 1;
        }
        int line = line(entry.getValueNode(), key, 0);
        if (line > 0) {
          return line;
        }
      }
    } else if (node instanceof SequenceNode sequence) {
      for (Node item : sequence.getValue()) {
        int line = line(item, key, 0);
        if (line > 0) {
          return line;
        }
      }
    }
    return otherwise;
  }

  static void write(Path path, Map<String, Object> options) throws IOException {
    Path aside = path.resolveSibling("." + path.getFileName() + ".tmp");
    Files.writeString(aside, options.isEmpty() ? "" : Yaml12.create().dump(options));
    Files.move(aside, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
