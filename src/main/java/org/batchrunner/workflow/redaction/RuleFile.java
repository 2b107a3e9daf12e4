package org.batchrunner.workflow.redaction;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
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

/** Reads rules from YAML; whatever is wrong is said with its line. */
final class RuleFile {

  static final int LONGEST_TYPE = 40;
  private static final int DEPTH = 20;
  private static final int LONGEST_PATTERN = 10_000;
  static final int MAX_CHARACTERS = 1_000_000;

  private static final Set<String> FILE_KEYS = Set.of("include", "except", "rules");
  private static final Set<String> RULE_KEYS =
      Set.of(
          "name",
          "type",
          "pattern",
          "check",
          "strategy",
          "links",
          "begins",
          "needs",
          "token",
          "least",
          "most",
          "reach");
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

  /** What may be a key that is misspelt; all else may be a line of quite another file. */
  private static final Pattern WORD = Pattern.compile("[a-z-]{1,20}");

  private static final Pattern TYPE = Pattern.compile("[A-Z][A-Z0-9_-]{0,39}");

  private final String file;

  private RuleFile(String file) {
    this.file = file;
  }

  /**
   * @param builtIn the built-in rules' text, for files that include them
   * @throws InvalidRulesException naming the file, the line, the rule and what is allowed
   */
  static List<Rule> read(String file, String yaml, String builtIn) {
    return new RuleFile(file).rules(yaml, builtIn);
  }

  private List<Rule> rules(String yaml, String builtIn) {
    Node root = parse(yaml);
    Map<String, Node> keys = keys(root, "the file", FILE_KEYS);
    Map<String, Rule> rules = new LinkedHashMap<>();
    Node include = keys.get("include");
    if (include != null) {
      if (!scalar(include, "include").equals("built-in")) {
        throw bad(include, "include takes built-in");
      }
      read("the built-in rules", builtIn, "").forEach(rule -> rules.put(rule.name(), rule));
    }
    Node except = keys.get("except");
    for (Node name : except == null ? List.<Node>of() : items(except, "except")) {
      if (rules.remove(scalar(name, "except")) == null) {
        throw bad(
            name,
            "except names '%s', which is no rule that is included; they are %s"
                .formatted(scalar(name, "except"), String.join(", ", rules.keySet())));
      }
    }
    Node list = keys.get("rules");
    for (Node node : list == null ? List.<Node>of() : items(list, "rules")) {
      Rule rule = rule(node);
      rules.put(rule.name(), rule);
    }
    if (rules.isEmpty()) {
      throw bad(root, "there is no rule; write a list under rules, or include: built-in");
    }
    return List.copyOf(rules.values());
  }

  private Rule rule(Node node) {
    Map<String, Node> keys = keys(node, "a rule", RULE_KEYS);
    Node name = keys.get("name");
    if (name == null) {
      throw bad(node, "a rule has no name");
    }
    String named = matching(name, "name", NAME, "small letters, digits and hyphens, 40 at most");
    String what = "rule " + named;
    Node type = keys.get("type");
    Node pattern = keys.get("pattern");
    if (pattern == null) {
      throw bad(node, what + " has no pattern");
    }
    return new Rule(
        named,
        type == null
            ? named.toUpperCase(Locale.ROOT)
            : matching(type, what + ": type", TYPE, "capitals, digits, _ and -, 40 at most"),
        patterns(pattern, what),
        constant(keys.get("check"), what + ": check", MatchCheck.NONE, MatchCheck.allowed()),
        constant(keys.get("strategy"), what + ": strategy", Strategy.LABEL, "label, mask, partial"),
        flag(keys.get("links"), what + ": links"),
        place(keys, what));
  }

  private SearchScope place(Map<String, Node> keys, String what) {
    List<String> begins = texts(keys.get("begins"), what + ": begins");
    List<String> needs = texts(keys.get("needs"), what + ": needs");
    if (!begins.isEmpty() && !needs.isEmpty()) {
      throw bad(keys.get("needs"), what + " has begins and needs; it takes one of them");
    }
    return new SearchScope(
        begins,
        needs,
        token(keys.get("token"), what),
        number(keys.get("least"), what + ": least", 1),
        number(keys.get("most"), what + ": most", Integer.MAX_VALUE),
        number(keys.get("reach"), what + ": reach", SearchScope.DEFAULT_REACH));
  }

  private List<RulePattern> patterns(Node node, String what) {
    List<RulePattern> patterns = new ArrayList<>();
    for (Node item : node instanceof SequenceNode ? items(node, what) : List.of(node)) {
      String text = scalar(item, what + ": pattern");
      if (text.length() > LONGEST_PATTERN) {
        throw bad(item, what + ": a pattern has 10,000 characters at most");
      }
      try {
        RulePattern pattern = RulePattern.of(text);
        if (pattern.pattern().matches("")) {
          throw bad(item, what + ": pattern '%s' matches the empty text".formatted(text));
        }
        patterns.add(pattern);
      } catch (PatternSyntaxException e) {
        throw bad(
            item,
            "%s: pattern '%s' is not allowed (%s); it takes a regular expression in RE2 syntax"
                .formatted(what, text, e.getDescription()));
      }
    }
    return patterns;
  }

  private List<String> texts(@Nullable Node node, String what) {
    List<String> texts = new ArrayList<>();
    if (node != null) {
      for (Node item : node instanceof SequenceNode ? items(node, what) : List.of(node)) {
        String text = scalar(item, what);
        if (text.isEmpty()) {
          throw bad(item, what + " takes texts that are not empty");
        }
        texts.add(text);
      }
    }
    return List.copyOf(texts);
  }

  private @Nullable CharSet token(@Nullable Node node, String what) {
    if (node == null) {
      return null;
    }
    try {
      return CharSet.of(scalar(node, what + ": token"));
    } catch (IllegalArgumentException e) {
      throw bad(node, what + ": token: " + e.getMessage() + "; it takes such as A-Za-z0-9_-");
    }
  }

  private int number(@Nullable Node node, String what, int byDefault) {
    if (node == null) {
      return byDefault;
    }
    String number = scalar(node, what);
    if (!number.matches("[0-9]{1,5}")) {
      throw bad(node, "%s: '%s' is not allowed; it takes 0 to 99999".formatted(what, number));
    }
    return Integer.parseInt(number);
  }

  private boolean flag(@Nullable Node node, String what) {
    String flag = node == null ? "true" : scalar(node, what);
    if (!flag.equals("true") && !flag.equals("false")) {
      throw bad(node, "%s: '%s' is not allowed; it takes true or false".formatted(what, flag));
    }
    return flag.equals("true");
  }

  private <E extends Enum<E>> E constant(
      @Nullable Node node, String what, E byDefault, String allowed) {
    if (node == null) {
      return byDefault;
    }
    String text = scalar(node, what);
    try {
      return Enum.valueOf(byDefault.getDeclaringClass(), text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw bad(node, "%s: '%s' is not allowed; it takes %s".formatted(what, text, allowed));
    }
  }

  private String matching(Node node, String what, Pattern allowed, String means) {
    String text = scalar(node, what);
    if (!allowed.matches(text)) {
      throw bad(node, "%s: '%s' is not allowed; it takes %s".formatted(what, text, means));
    }
    return text;
  }

  private Map<String, Node> keys(Node node, String what, Set<String> allowed) {
    if (!(node instanceof MappingNode mapping)) {
      throw bad(node, what + " is not a set of keys; they are " + sorted(allowed));
    }
    Map<String, Node> keys = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String key = scalar(tuple.getKeyNode(), what);
      if (!allowed.contains(key)) {
        throw bad(
            tuple.getKeyNode(),
            "%s is no key of %s; they are %s"
                .formatted(
                    WORD.matches(key) ? "'" + key + "'" : "what stands here",
                    what,
                    sorted(allowed)));
      }
      if (keys.put(key, tuple.getValueNode()) != null) {
        throw bad(tuple.getKeyNode(), "'%s' is given twice; keep one".formatted(key));
      }
    }
    return keys;
  }

  private List<Node> items(Node node, String what) {
    if (!(node instanceof SequenceNode sequence)) {
      throw bad(node, what + " takes a list");
    }
    return sequence.getValue();
  }

  private String scalar(Node node, String what) {
    if (!(node instanceof ScalarNode scalar)) {
      throw bad(node, what + " takes a text");
    }
    if (!node.getTag().startsWith(Tag.PREFIX)) {
      throw bad(node, "'%s' is no tag that may be used".formatted(node.getTag().getValue()));
    }
    return scalar.getValue();
  }

  private Node parse(String yaml) {
    if (yaml.length() > MAX_CHARACTERS) {
      throw new InvalidRulesException(file + ": a file of rules has 1 MB at most");
    }
    try {
      LoaderOptions options = new LoaderOptions();
      options.setAllowDuplicateKeys(false);
      options.setMaxAliasesForCollections(0);
      options.setNestingDepthLimit(DEPTH);
      options.setCodePointLimit(MAX_CHARACTERS);
      Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(yaml));
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
          file + ": not YAML: it has characters that YAML does not allow");
    }
  }

  /** Without names that stand in the file, which may not be one of rules at all. */
  private static String problem(MarkedYAMLException e) {
    return String.valueOf(e.getProblem())
        .replaceFirst("(alias|anchor|handle|directive|tag|character|key)\\b.*", "$1");
  }

  private InvalidRulesException bad(@Nullable Node node, String what) {
    int line = node == null ? 1 : node.getStartMark().getLine() + 1;
    return new InvalidRulesException("%s, line %d: %s".formatted(file, line, what));
  }

  private static String sorted(Set<String> names) {
    return String.join(", ", names.stream().sorted().toList());
  }
}
