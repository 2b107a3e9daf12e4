package org.batchrunner.web;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.batchrunner.intake.DefaultsYaml;
import org.batchrunner.task.options.InvalidOptionException;
import org.batchrunner.task.options.Options;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/** Changes the batch defaults, and nothing else, in the user's {@code config/application.yaml}. */
final class ConfigFile {

  private static final String ROOT = "batch-runner";
  private static final String DEFAULTS = "defaults";

  private final Path file;

  ConfigFile(Path file) {
    this.file = file;
  }

  Path path() {
    return file;
  }

  /**
   * Replaces the defaults in the file; everything else, including comments, is kept.
   *
   * @param options by key, as YAML has them; empty for none
   */
  void saveDefaults(Map<String, Object> options) throws IOException {
    Yaml yaml = yaml();
    MappingNode root = root(yaml);
    removeDotted(root, ROOT + "." + DEFAULTS + ".");
    MappingNode own = mapping(root, ROOT);
    removeDotted(own, DEFAULTS + ".");
    own.getValue().removeIf(entry -> isKey(entry, DEFAULTS));
    if (!options.isEmpty()) {
      own.getValue().add(new NodeTuple(key(DEFAULTS), DefaultsYaml.node(options)));
    }
    if (own.getValue().isEmpty()) {
      root.getValue().removeIf(entry -> isKey(entry, ROOT));
    }
    write(yaml, root, options);
  }

  private static Yaml yaml() {
    LoaderOptions loading = new LoaderOptions();
    loading.setProcessComments(true);
    DumperOptions dumping = new DumperOptions();
    dumping.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    dumping.setProcessComments(true);
    dumping.setSplitLines(false);
    dumping.setAllowUnicode(true);
    return new Yaml(new SafeConstructor(loading), new Representer(dumping), dumping, loading);
  }

  private MappingNode root(Yaml yaml) throws IOException {
    if (!Files.exists(file)) {
      return empty();
    }
    List<Node> documents = new ArrayList<>();
    try {
      yaml.composeAll(new StringReader(Files.readString(file, StandardCharsets.UTF_8)))
          .forEach(documents::add);
    } catch (YAMLException e) {
      throw ApiProblem.conflict(file + " is not valid YAML; correct it first");
    }
    if (documents.size() > 1) {
      throw ApiProblem.conflict(
          file + " holds several documents (---); change batch-runner.defaults there by hand");
    }
    if (documents.isEmpty() || isNothing(documents.get(0))) {
      return empty();
    }
    if (documents.get(0) instanceof MappingNode mapping) {
      return mapping;
    }
    throw ApiProblem.conflict(file + " does not consist of lines of KEY: VALUE; correct it first");
  }

  private static boolean isNothing(Node node) {
    return node instanceof ScalarNode scalar && scalar.getValue().isEmpty();
  }

  private static MappingNode mapping(MappingNode parent, String name) {
    for (NodeTuple entry : parent.getValue()) {
      if (isKey(entry, name)) {
        if (entry.getValueNode() instanceof MappingNode mapping) {
          return mapping;
        }
        parent.getValue().remove(entry);
        break;
      }
    }
    MappingNode made = empty();
    parent.getValue().add(new NodeTuple(key(name), made));
    return made;
  }

  private static MappingNode empty() {
    return new MappingNode(Tag.MAP, new ArrayList<>(), DumperOptions.FlowStyle.BLOCK);
  }

  private static ScalarNode key(String name) {
    return new ScalarNode(Tag.STR, name, null, null, DumperOptions.ScalarStyle.PLAIN);
  }

  private static boolean isKey(NodeTuple entry, String name) {
    String key = nameOf(entry);
    return key != null && DefaultsYaml.isKey(key, name);
  }

  private static @Nullable String nameOf(NodeTuple entry) {
    return entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : null;
  }

  /**
   * Removes dotted keys such as {@code batch-runner.defaults.concurrency}, which Spring Boot
   * accepts too.
   */
  private static void removeDotted(MappingNode mapping, String prefix) {
    mapping
        .getValue()
        .removeIf(
            entry -> {
              String name = nameOf(entry);
              return name != null && isBelow(name, prefix);
            });
  }

  /** Checks, before the old file is replaced, that the new one reads back as the given options. */
  private static void requireKept(Path written, Map<String, Object> options) throws IOException {
    boolean kept;
    try {
      kept = Options.of(DefaultsYaml.readOnly(written)).toMap().equals(Options.of(options).toMap());
    } catch (InvalidOptionException e) {
      kept = false;
    }
    if (!kept) {
      Files.delete(written);
      throw ApiProblem.unprocessable(
          "These options have characters that a settings file can't hold; nothing was changed");
    }
  }

  private static boolean isBelow(String name, String prefix) {
    String[] wanted = prefix.split("\\.", -1);
    String[] given = name.split("\\.", -1);
    boolean below = given.length >= wanted.length - 1;
    for (int i = 0; below && i < wanted.length - 1; i++) {
      below = DefaultsYaml.isKey(given[i], wanted[i]);
    }
    return below;
  }

  private void write(Yaml yaml, MappingNode root, Map<String, Object> options) throws IOException {
    StringWriter text = new StringWriter();
    if (!root.getValue().isEmpty()) {
      yaml.serialize(root, text);
    }
    Path aside = file.resolveSibling("." + file.getFileName() + ".tmp");
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(aside, text.toString(), StandardCharsets.UTF_8);
    requireKept(aside, options);
    Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
