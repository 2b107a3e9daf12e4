package org.batchrunner.files;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** YAML that is bounded: no aliases, no key twice, no deep nesting, no classes of Java. */
public final class PlainYaml {

  /** Characters of a file. */
  public static final int MAX_CHARACTERS = 1_000_000;

  private static final int DEPTH = 30;

  private PlainYaml() {}

  /** A reader; it may be used once, by one thread. */
  public static Yaml create() {
    return new Yaml(new SafeConstructor(bounds(DEPTH)));
  }

  /**
   * The bounds, for a reader of one's own.
   *
   * @param depth of nesting
   */
  public static LoaderOptions bounds(int depth) {
    LoaderOptions bounds = new LoaderOptions();
    bounds.setAllowDuplicateKeys(false);
    bounds.setAllowRecursiveKeys(false);
    bounds.setMaxAliasesForCollections(0);
    bounds.setNestingDepthLimit(depth);
    bounds.setCodePointLimit(MAX_CHARACTERS);
    return bounds;
  }
}
