package org.batchrunner.intake;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.batchrunner.files.PlainYaml;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * YAML as 1.2 has it, bounded: {@code no}, {@code 1:30}, {@code 010} and days are texts, decimals
 * are exact, and there are no aliases.
 */
final class Yaml12 {

  private static final int DEPTH = 20;

  private static final Pattern CORE_BOOL = Pattern.compile("true|True|TRUE|false|False|FALSE");
  private static final Pattern CORE_INT = Pattern.compile("-?(?:0|[1-9][0-9]{0,399})");
  private static final Pattern CORE_DECIMAL = Pattern.compile("-?[0-9]{1,400}\\.[0-9]{1,400}");
  private static final Pattern CORE_NULL = Pattern.compile("~|null|Null|NULL|");

  /** What a value may be; other tags ({@code !!set}, {@code !!binary}, classes) may not be used. */
  private static final Set<Tag> TAGS =
      Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.MAP, Tag.SEQ);

  private Yaml12() {}

  /** The line of a tag that may not be used; 0 if there is none. */
  static int foreignTag(Node node) {
    if (!TAGS.contains(node.getTag()) || !fits(node)) {
      return node.getStartMark().getLine() + 1;
    }
    List<Node> below = new ArrayList<>();
    if (node instanceof MappingNode mapping) {
      for (NodeTuple entry : mapping.getValue()) {
        below.add(entry.getKeyNode());
        below.add(entry.getValueNode());
      }
    } else if (node instanceof SequenceNode sequence) {
      below.addAll(sequence.getValue());
    }
    return below.stream()
        .mapToInt(Yaml12::foreignTag)
        .filter(line -> line > 0)
        .findFirst()
        .orElse(0);
  }

  /** Not {@code !!map text}. */
  private static boolean fits(Node node) {
    return switch (node.getNodeId()) {
      case mapping -> node.getTag().equals(Tag.MAP);
      case sequence -> node.getTag().equals(Tag.SEQ);
      default -> !node.getTag().equals(Tag.MAP) && !node.getTag().equals(Tag.SEQ);
    };
  }

  static Yaml create() {
    LoaderOptions loading = PlainYaml.bounds(DEPTH);
    DumperOptions dumping = new DumperOptions();
    dumping.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    dumping.setSplitLines(false);
    return new Yaml(new Exact(loading), new Plain(dumping), dumping, loading, new CoreResolver());
  }

  /** The value of a node, on its own. */
  static @Nullable Object build(Node node) {
    return new Exact(PlainYaml.bounds(DEPTH)).build(node);
  }

  private static final class CoreResolver extends Resolver {

    @Override
    protected void addImplicitResolvers() {
      addImplicitResolver(Tag.BOOL, CORE_BOOL, "tTfF");
      addImplicitResolver(Tag.INT, CORE_INT, "-0123456789");
      addImplicitResolver(Tag.FLOAT, CORE_DECIMAL, "-0123456789");
      addImplicitResolver(Tag.NULL, CORE_NULL, "~nN\0");
      addImplicitResolver(Tag.NULL, Pattern.compile("^$"), null);
    }
  }

  private static final class Exact extends SafeConstructor {

    @Nullable Object build(Node node) {
      return constructDocument(node);
    }

    Exact(LoaderOptions options) {
      super(options);
      yamlConstructors.put(
          Tag.FLOAT,
          new AbstractConstruct() {
            @Override
            public Object construct(Node node) {
              return new BigDecimal(((ScalarNode) node).getValue());
            }
          });
    }
  }

  private static final class Plain extends Representer {

    Plain(DumperOptions options) {
      super(options);
      representers.put(String.class, text -> represent((String) text));
      representers.put(BigDecimal.class, decimal -> represent((BigDecimal) decimal));
      representers.put(Double.class, number -> represent(BigDecimal.valueOf((Double) number)));
    }

    private Node represent(BigDecimal decimal) {
      String text = decimal.toPlainString();
      return representScalar(text.contains(".") ? Tag.FLOAT : Tag.INT, text);
    }

    /** Never as {@code !!binary}: what can't be printed is escaped. */
    private Node represent(String text) {
      ScalarStyle style = ScalarStyle.PLAIN;
      if (!StreamReader.isPrintable(text) || text.chars().anyMatch(Plain::looksLikeALineEnd)) {
        style = ScalarStyle.DOUBLE_QUOTED;
      } else if (text.contains("\n")) {
        style = ScalarStyle.LITERAL;
      }
      return representScalar(Tag.STR, text, style);
    }

    private static boolean looksLikeALineEnd(int c) {
      return c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029 || c == 0xFEFF;
    }
  }
}
