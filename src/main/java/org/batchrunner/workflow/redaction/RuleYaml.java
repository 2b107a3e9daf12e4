package org.batchrunner.workflow.redaction;

import com.google.re2j.Pattern;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.batchrunner.files.PlainYaml;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The YAML of a file of rules, node by node; whatever is wrong is said with its line. */
final class RuleYaml {

  private static final int DEPTH = 20;

  /** What may be a key that is misspelt; all else may be a line of quite another file. */
  private static final Pattern WORD = Pattern.compile("[a-z-]{1,20}");

  private final String file;

  RuleYaml(String file) {
    this.file = file;
  }

  Map<String, Node> keys(Node node, String what, Set<String> allowed) {
    if (!(node instanceof MappingNode mapping)) {
      throw bad(node, what + " is not a set of keys; they are " + sorted(allowed));
    }
    Map<String, Node> keys = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String key = scalar(tuple.getKeyNode(), what);
      if (!allowed.contains(key)) {
        throw bad(
            tuple.getKeyNode(),
            "%s is not a key of %s; the keys are %s"
                .formatted(
                    WORD.matches(key) ? "'" + key + "'" : "what stands here",
                    what,
                    sorted(allowed)));
      }
      if (keys.put(key, tuple.getValueNode()) != null) {
        throw bad(tuple.getKeyNode(), "'%s' is given twice; keep only one".formatted(key));
      }
    }
    return keys;
  }

  List<Node> items(Node node, String what) {
    if (!(node instanceof SequenceNode sequence)) {
      throw bad(node, what + " takes a list");
    }
    return sequence.getValue();
  }

  String scalar(Node node, String what) {
    if (!(node instanceof ScalarNode scalar)) {
      throw bad(node, what + " takes a text");
    }
    if (!node.getTag().startsWith(Tag.PREFIX)) {
      throw bad(node, "the tag '%s' must not be used".formatted(node.getTag().getValue()));
    }
    return scalar.getValue();
  }

  Node parse(String yaml) {
    if (yaml.length() > PlainYaml.MAX_CHARACTERS) {
      throw new InvalidRulesException(file + ": a file of rules has 1 MB at most");
    }
    try {
      Node root =
          new Yaml(new SafeConstructor(PlainYaml.bounds(DEPTH))).compose(new StringReader(yaml));
      if (root == null) {
        throw new InvalidRulesException(file + ": the file is empty; write a list under rules");
      }
      return root;
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new InvalidRulesException(
          "%s, line %d: not YAML: %s".formatted(file, line, problem(e)));
    } catch (YAMLException e) {
      throw new InvalidRulesException(
          file + ": this is not valid YAML: it has characters that YAML does not allow");
    }
  }

  /** Without names that stand in the file, which may not be one of rules at all. */
  private static String problem(MarkedYAMLException e) {
    return String.valueOf(e.getProblem())
        .replaceFirst("(alias|anchor|handle|directive|tag|character|key)\\b.*", "$1");
  }

  InvalidRulesException bad(@Nullable Node node, String what) {
    int line = node == null ? 1 : node.getStartMark().getLine() + 1;
    return new InvalidRulesException("%s, line %d: %s".formatted(file, line, what));
  }

  private static String sorted(Set<String> names) {
    return String.join(", ", names.stream().sorted().toList());
  }
}
