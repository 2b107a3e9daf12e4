package org.batchrunner.provider;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.batchrunner.files.PlainYaml;
import org.batchrunner.provider.ErrorRule.Meaning;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The meanings of the words and codes of errors, from {@code provider/errors.yaml}. The file is
 * checked when it is read.
 */
final class ErrorTable {

  private static final String FILE = "/provider/errors.yaml";
  private static final Set<String> KEYS =
      Set.of("means", "vendor", "codes", "says", "statuses", "source");

  private final List<ErrorRule> rules;
  private final Map<String, Integer> statuses;

  private ErrorTable(List<ErrorRule> rules, Map<String, Integer> statuses) {
    this.rules = rules;
    this.statuses = statuses;
  }

  static ErrorTable builtIn() {
    return Holder.TABLE;
  }

  private static final class Holder {
    static final ErrorTable TABLE = load();
  }

  private static ErrorTable load() {
    try (InputStream in = Objects.requireNonNull(ErrorTable.class.getResourceAsStream(FILE))) {
      return read(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws IllegalArgumentException naming the rule and what is wrong with it
   */
  static ErrorTable read(Reader yaml) {
    Object file;
    try {
      file = PlainYaml.create().load(yaml);
    } catch (YAMLException e) {
      throw new IllegalArgumentException("the table of errors is not YAML: " + e.getMessage(), e);
    }
    if (!(file instanceof Map<?, ?> map) || !(map.get("rules") instanceof List<?> list)) {
      throw new IllegalArgumentException("the table of errors has no list named rules");
    }
    List<ErrorRule> rules = new ArrayList<>();
    for (Object rule : list) {
      rules.add(rule(rules.size() + 1, rule));
    }
    return new ErrorTable(List.copyOf(rules), statuses(map.get("statuses")));
  }

  private static ErrorRule rule(int number, Object rule) {
    if (!(rule instanceof Map<?, ?> fields) || !KEYS.containsAll(fields.keySet())) {
      throw bad(number, "is not a map of " + String.join(", ", KEYS.stream().sorted().toList()));
    }
    String means = text(number, fields, "means").toUpperCase(Locale.ROOT);
    if (Arrays.stream(Meaning.values()).noneMatch(meaning -> meaning.name().equals(means))) {
      throw bad(number, "means '%s', which is none of the meanings".formatted(means));
    }
    String source = text(number, fields, "source");
    if (!source.startsWith("https://")) {
      throw bad(number, "has a source that is not an address: " + source);
    }
    Set<String> codes =
        items(number, fields.get("codes"), "codes").stream()
            .map(code -> code.toString().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    Pattern says = says(number, fields.get("says"));
    if (codes.isEmpty() && says == null) {
      throw bad(number, "has neither codes nor a sentence");
    }
    Set<Integer> statuses = new HashSet<>();
    for (Object status : items(number, fields.get("statuses"), "statuses")) {
      if (!(status instanceof Integer known) || known < 200 || known > 599) {
        throw bad(number, "names the status '%s', which is not an HTTP status".formatted(status));
      }
      statuses.add(known);
    }
    return new ErrorRule(
        Meaning.valueOf(means),
        text(number, fields, "vendor"),
        codes,
        says,
        Set.copyOf(statuses),
        source);
  }

  private static @Nullable Pattern says(int number, @Nullable Object says) {
    if (says == null) {
      return null;
    }
    try {
      return Pattern.compile(says.toString(), Pattern.CASE_INSENSITIVE);
    } catch (PatternSyntaxException e) {
      throw bad(number, "has a sentence that is not a pattern: " + e.getMessage());
    }
  }

  private static String text(int number, Map<?, ?> fields, String key) {
    Object value = fields.get(key);
    if (!(value instanceof String text) || text.isBlank()) {
      throw bad(number, "has no " + key);
    }
    return text;
  }

  private static List<?> items(int number, @Nullable Object value, String key) {
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      throw bad(number, "has " + key + " that are no list");
    }
    return list;
  }

  private static Map<String, Integer> statuses(@Nullable Object map) {
    Map<String, Integer> statuses = new HashMap<>();
    if (map instanceof Map<?, ?> byStatus) {
      byStatus.forEach(
          (status, codes) ->
              ((List<?>) codes)
                  .forEach(
                      code ->
                          statuses.put(
                              code.toString().toLowerCase(Locale.ROOT), (Integer) status)));
    }
    return Map.copyOf(statuses);
  }

  private static IllegalArgumentException bad(int number, String what) {
    return new IllegalArgumentException(
        "rule %d of the table of errors %s".formatted(number, what));
  }

  List<ErrorRule> rules() {
    return rules;
  }

  /**
   * Returns the meaning of an error by its codes and words.
   *
   * @return null if no rule fits, so that only its status counts
   */
  @Nullable Meaning meaning(int status, ErrorBody error, Predicate<String> echoed) {
    for (ErrorRule rule : rules) {
      if (rule.fits(status, error, echoed)) {
        return rule.means();
      }
    }
    return null;
  }

  /** Returns the HTTP status that an error names or implies; empty if there is none. */
  OptionalInt status(ErrorBody error) {
    if (error.status() != 0) {
      return OptionalInt.of(error.status());
    }
    return error.codes().stream()
        .map(code -> statuses.get(code.toLowerCase(Locale.ROOT)))
        .filter(Objects::nonNull)
        .mapToInt(Integer::intValue)
        .max();
  }
}
