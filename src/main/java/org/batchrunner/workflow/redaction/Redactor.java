package org.batchrunner.workflow.redaction;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.batchrunner.files.FileKind;
import org.batchrunner.files.UserFile;
import org.batchrunner.task.Result;

/**
 * Takes out of texts what its rules find. Redacting twice is the same as once. Immutable; any
 * number of threads may use it.
 */
public final class Redactor {

  private static final String BUILT_IN = "/redaction/rules.yaml";

  /** A replacement may bring forth another match, hardly ever a second. */
  private static final int MOST_PASSES = 5;

  private static final String ENDS = ",;:!?()[]{}\"'<>";

  private final Finder finder;

  Redactor(List<Rule> rules) {
    this.finder = new Finder(rules);
  }

  /** With the rules that come with the program. */
  public static Redactor builtIn() {
    return new Redactor(builtInRules());
  }

  static List<Rule> builtInRules() {
    return RuleFile.builtIn(builtInText());
  }

  /**
   * With the rules of a file in place of the built-in ones (which it may include).
   *
   * @throws InvalidRulesException naming the file, the line, the rule and what is allowed
   * @throws IOException if the file can't be read
   */
  public static Redactor read(Path file) throws IOException {
    return of(file.toString(), UserFile.text(file, FileKind.RULES));
  }

  /**
   * As {@link #read}.
   *
   * @param name of the file, for errors
   * @param yaml its text
   * @throws InvalidRulesException naming the file, the line, the rule and what is allowed
   */
  public static Redactor of(String name, String yaml) {
    return new Redactor(RuleFile.read(name, yaml, builtInText()));
  }

  public String apply(String text) {
    return redact(text).text();
  }

  public Redacted redact(String text) {
    List<Span> spans = finder.find(text);
    return spans.isEmpty() ? new Redacted(text, Map.of()) : redact(text, spans);
  }

  /** Everything in a result that a person or a model wrote, its counts added to those it has. */
  public Result apply(Result result) {
    return new ResultRedaction(this, result).result();
  }

  private Redacted redact(String text, List<Span> first) {
    Map<String, Integer> counts = new TreeMap<>();
    String before = text;
    List<Span> spans = first;
    for (int pass = 1; !spans.isEmpty(); pass++) {
      String after = replace(before, spans, counts);
      if (pass == MOST_PASSES) {
        return new Redacted(after, counts);
      }
      spans = bringsForth(before, spans) ? finder.find(after) : finder.findFar(after);
      before = after;
    }
    return new Redacted(before, counts);
  }

  /** Returns whether the match included other text, which may be a match of its own now. */
  private static boolean bringsForth(String text, List<Span> spans) {
    return spans.stream()
        .anyMatch(
            span ->
                (span.start() > 0 && runsOn(text.charAt(span.start() - 1)))
                    || (span.end() < text.length() && runsOn(text.charAt(span.end()))));
  }

  private static boolean runsOn(char c) {
    return !Character.isWhitespace(c) && ENDS.indexOf(c) < 0;
  }

  private static String replace(String text, List<Span> spans, Map<String, Integer> counts) {
    StringBuilder replaced = new StringBuilder(text.length());
    int at = 0;
    for (Span span : spans) {
      String found = text.substring(span.start(), span.end());
      String instead = span.rule().strategy().replace(found, span.rule().type());
      replaced.append(text, at, span.start()).append(instead);
      at = span.end();
      if (!instead.equals(found)) {
        counts.merge(span.rule().name(), 1, Integer::sum);
      }
    }
    return replaced.append(text, at, text.length()).toString();
  }

  private static String builtInText() {
    try (InputStream in = Redactor.class.getResourceAsStream(BUILT_IN)) {
      if (in == null) {
        throw new IllegalStateException(BUILT_IN + " are missing in the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(BUILT_IN + " can't be read", e);
    }
  }
}
