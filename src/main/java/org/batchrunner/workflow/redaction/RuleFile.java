package org.batchrunner.workflow.redaction;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads rules from YAML; whatever is wrong is said with its line. */
final class RuleFile {

  static final int LONGEST_TYPE = 40;
  private static final int LONGEST_PATTERN = 10_000;

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

  private static final Pattern TYPE = Pattern.compile("[A-Z][A-Z0-9_-]{0,39}");

  private final RuleYaml yaml;

  /** Whether its patterns are known to be right, and so need not be compiled to be checked. */
  private final boolean tested;

  private RuleFile(String file, boolean tested) {
    this.yaml = new RuleYaml(file);
    this.tested = tested;
  }

  /** The rules that come with the program. */
  static List<Rule> builtIn(String yaml) {
    return new RuleFile("the built-in rules", true).rules(yaml, "");
  }

  /**
   * @param builtIn the built-in rules' text, for files that include them
   * @throws InvalidRulesException naming the file, the line, the rule and what is allowed
   */
  static List<Rule> read(String file, String yaml, String builtIn) {
    return new RuleFile(file, false).rules(yaml, builtIn);
  }

  private List<Rule> rules(String text, String builtIn) {
    Node root = yaml.parse(text);
    Map<String, Node> keys = yaml.keys(root, "the file", FILE_KEYS);
    Map<String, Rule> rules = new LinkedHashMap<>();
    Node include = keys.get("include");
    if (include != null) {
      if (!yaml.scalar(include, "include").equals("built-in")) {
        throw yaml.bad(include, "include takes built-in");
      }
      builtIn(builtIn).forEach(rule -> rules.put(rule.name(), rule));
    }
    Node except = keys.get("except");
    for (Node name : except == null ? List.<Node>of() : yaml.items(except, "except")) {
      if (rules.remove(yaml.scalar(name, "except")) == null) {
        throw yaml.bad(
            name,
            "except names '%s', which is not one of the included rules; they are %s"
                .formatted(yaml.scalar(name, "except"), String.join(", ", rules.keySet())));
      }
    }
    Node list = keys.get("rules");
    for (Node node : list == null ? List.<Node>of() : yaml.items(list, "rules")) {
      Rule rule = rule(node);
      rules.put(rule.name(), rule);
    }
    if (rules.isEmpty()) {
      throw yaml.bad(root, "there are no rules; write a list under rules, or include: built-in");
    }
    return List.copyOf(rules.values());
  }

  private Rule rule(Node node) {
    Map<String, Node> keys = yaml.keys(node, "a rule", RULE_KEYS);
    Node name = keys.get("name");
    if (name == null) {
      throw yaml.bad(node, "a rule has no name");
    }
    String named = matching(name, "name", NAME, "small letters, digits and hyphens, 40 at most");
    String what = "rule " + named;
    Node type = keys.get("type");
    Node pattern = keys.get("pattern");
    if (pattern == null) {
      throw yaml.bad(node, what + " has no pattern");
    }
    List<RulePattern> patterns = patterns(pattern, what);
    return new Rule(
        named,
        type == null
            ? named.toUpperCase(Locale.ROOT)
            : matching(type, what + ": type", TYPE, "capitals, digits, _ and -, 40 at most"),
        patterns,
        constant(keys.get("check"), what + ": check", MatchCheck.NONE, MatchCheck.allowed()),
        constant(keys.get("strategy"), what + ": strategy", Strategy.LABEL, "label, mask, partial"),
        flag(keys.get("links"), what + ": links"),
        place(keys, what).orWith(patterns));
  }

  private SearchScope place(Map<String, Node> keys, String what) {
    List<String> begins = texts(keys.get("begins"), what + ": begins");
    List<String> needs = texts(keys.get("needs"), what + ": needs");
    if (!begins.isEmpty() && !needs.isEmpty()) {
      throw yaml.bad(
          keys.get("needs"), what + " has both begins and needs; it takes only one of them");
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
    for (Node item : node instanceof SequenceNode ? yaml.items(node, what) : List.of(node)) {
      String text = yaml.scalar(item, what + ": pattern");
      if (text.length() > LONGEST_PATTERN) {
        throw yaml.bad(item, what + ": a pattern may have at most 10,000 characters");
      }
      try {
        RulePattern pattern = new RulePattern(text);
        if (!tested && pattern.anywhere().matches("")) {
          throw yaml.bad(item, what + ": pattern '%s' matches the empty text".formatted(text));
        }
        patterns.add(pattern);
      } catch (PatternSyntaxException e) {
        throw yaml.bad(
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
      for (Node item : node instanceof SequenceNode ? yaml.items(node, what) : List.of(node)) {
        String text = yaml.scalar(item, what);
        if (text.isEmpty()) {
          throw yaml.bad(item, what + " takes only texts that are not empty");
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
      return CharSet.of(yaml.scalar(node, what + ": token"));
    } catch (IllegalArgumentException e) {
      throw yaml.bad(
          node,
          what
              + ": token: "
              + e.getMessage()
              + "; it takes characters and ranges such as A-Za-z0-9_-");
    }
  }

  private int number(@Nullable Node node, String what, int byDefault) {
    if (node == null) {
      return byDefault;
    }
    String number = yaml.scalar(node, what);
    if (!number.matches("[0-9]{1,5}")) {
      throw yaml.bad(node, "%s: '%s' is not allowed; it takes 0 to 99999".formatted(what, number));
    }
    return Integer.parseInt(number);
  }

  private boolean flag(@Nullable Node node, String what) {
    String flag = node == null ? "true" : yaml.scalar(node, what);
    if (!flag.equals("true") && !flag.equals("false")) {
      throw yaml.bad(node, "%s: '%s' is not allowed; it takes true or false".formatted(what, flag));
    }
    return flag.equals("true");
  }

  private <E extends Enum<E>> E constant(
      @Nullable Node node, String what, E byDefault, String allowed) {
    if (node == null) {
      return byDefault;
    }
    String text = yaml.scalar(node, what);
    try {
      return Enum.valueOf(byDefault.getDeclaringClass(), text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw yaml.bad(node, "%s: '%s' is not allowed; it takes %s".formatted(what, text, allowed));
    }
  }

  private String matching(Node node, String what, Pattern allowed, String means) {
    String text = yaml.scalar(node, what);
    if (!allowed.matches(text)) {
      throw yaml.bad(node, "%s: '%s' is not allowed; it takes %s".formatted(what, text, means));
    }
    return text;
  }
}
