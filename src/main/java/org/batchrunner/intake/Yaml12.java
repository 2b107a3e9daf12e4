package org.batchrunner.intake;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * YAML as 1.2 has it, bounded: {@code no}, {@code 1:30}, {@code 010} and days are texts, decimals
 * are exact, and there are no aliases.
 */
final class Yaml12 {

  static final int MAX_CHARACTERS = 1_000_000;

  private static final int DEPTH = 20;

  private static final Pattern CORE_BOOL = Pattern.compile("true|True|TRUE|false|False|FALSE");
  private static final Pattern CORE_INT = Pattern.compile("-?(?:0|[1-9][0-9]{0,17})");
  private static final Pattern CORE_DECIMAL = Pattern.compile("-?[0-9]{1,17}\\.[0-9]{1,17}");
  private static final Pattern CORE_NULL = Pattern.compile("~|null|Null|NULL|");

  private Yaml12() {}

  static Yaml create() {
    LoaderOptions loading = new LoaderOptions();
    loading.setAllowDuplicateKeys(false);
    loading.setAllowRecursiveKeys(false);
    loading.setMaxAliasesForCollections(0);
    loading.setNestingDepthLimit(DEPTH);
    loading.setCodePointLimit(MAX_CHARACTERS);
    DumperOptions dumping = new DumperOptions();
    dumping.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    dumping.setSplitLines(false);
    return new Yaml(new Exact(loading), new Plain(dumping), dumping, loading, new CoreResolver());
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
      representers.put(
          BigDecimal.class,
          decimal -> {
            String text = ((BigDecimal) decimal).toPlainString();
            return representScalar(text.contains(".") ? Tag.FLOAT : Tag.INT, text);
          });
    }
  }
}
