package org.batchrunner.files;

import java.util.List;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** What is wrong with a text that is no YAML, in words that repeat nothing of it. */
public final class YamlProblem {

  /** The parser's own words. What it says beyond them may be from the file. */
  private static final List<String> PROBLEMS =
      List.of(
          "mapping values are not allowed here",
          "could not find expected ':'",
          "found unexpected end of stream",
          "found unexpected document separator",
          "found duplicate key",
          "found undefined alias",
          "found undefined tag handle",
          "found a tab character that violates indentation",
          "found character '\\t(TAB)'",
          "found character that cannot start any token",
          "sequence entries are not allowed here",
          "mapping keys are not allowed here",
          "expected the node content",
          "expected <block end>",
          "expected ',' or ']'",
          "expected ',' or '}'",
          "expected '<document start>'",
          "special characters are not allowed",
          "found unknown escape character");

  private YamlProblem() {}

  /** As a clause. */
  public static String of(MarkedYAMLException e) {
    String problem = String.valueOf(e.getProblem());
    return PROBLEMS.stream().filter(problem::startsWith).findFirst().orElse("a syntax error");
  }

  /** The line, from 1; 0 where it is not known. */
  public static int line(MarkedYAMLException e) {
    return e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
  }
}
