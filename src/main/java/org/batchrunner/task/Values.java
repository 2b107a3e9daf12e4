package org.batchrunner.task;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.batchrunner.money.Dollars;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of values that options take: how each is read from YAML, JSON or a command line, and
 * written back.
 *
 * @param allowed for error messages: "it takes ..."
 * @param reader throws {@link IllegalArgumentException} for what is not allowed
 * @param writer to what YAML and JSON know
 */
record Values<T>(String allowed, Function<Object, T> reader, Function<T, Object> writer) {

  T read(Object raw) {
    return reader.apply(raw);
  }

  static Values<Dollars> dollars() {
    return new Values<>(
        "dollars, such as 0.50; 0 allows no paid call",
        raw -> {
          Dollars dollars = Dollars.parse(plain(raw));
          require(dollars.nanos() >= 0 && !dollars.exceeds(Dollars.parse("1000000")));
          return dollars;
        },
        Dollars::toBigDecimal);
  }

  static Values<Integer> integer(int least, int most) {
    return new Values<>(
        "a whole number from %d to %d".formatted(least, most),
        raw -> {
          int number = Integer.parseInt(plain(raw).strip());
          require(number >= least && number <= most);
          return number;
        },
        number -> number);
  }

  static Values<BigDecimal> decimal(String least, String most) {
    return new Values<>(
        "a number from %s to %s".formatted(least, most),
        raw -> {
          BigDecimal number = new BigDecimal(plain(raw).strip());
          require(
              number.compareTo(new BigDecimal(least)) >= 0
                  && number.compareTo(new BigDecimal(most)) <= 0);
          return number;
        },
        number -> number);
  }

  /** Empty for {@code none}. */
  static Values<Optional<BigDecimal>> decimalOrNone(String least, String most) {
    Values<BigDecimal> decimal = decimal(least, most);
    return new Values<>(
        decimal.allowed() + ", or none",
        raw ->
            plain(raw).strip().equalsIgnoreCase("none")
                ? Optional.empty()
                : Optional.of(decimal.read(raw)),
        number -> number.<Object>map(decimal.writer()).orElse("none"));
  }

  static Values<Boolean> bool() {
    return new Values<>(
        "true or false",
        raw -> {
          String text = plain(raw).strip().toLowerCase(Locale.ROOT);
          require(text.equals("true") || text.equals("false"));
          return text.equals("true");
        },
        flag -> flag);
  }

  static <E extends Enum<E>> Values<E> oneOf(Class<E> type) {
    List<String> names = List.of(type.getEnumConstants()).stream().map(Values::wire).toList();
    return new Values<>(
        String.join(", ", names.subList(0, names.size() - 1))
            + " or "
            + names.get(names.size() - 1),
        raw -> {
          String name = plain(raw).strip().toLowerCase(Locale.ROOT);
          require(names.contains(name));
          return Enum.valueOf(type, name.toUpperCase(Locale.ROOT).replace('-', '_'));
        },
        Values::wire);
  }

  private static String wire(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Values<String> text() {
    return new Values<>("a text", Values::plain, text -> text);
  }

  static Values<String> name(String allowed, String pattern) {
    return new Values<>(
        allowed,
        raw -> {
          String name = plain(raw).strip();
          require(name.matches(pattern));
          return name;
        },
        name -> name);
  }

  static Values<ModelId> model() {
    return new Values<>(
        "a model as provider/model, such as openai/gpt-4o-mini",
        raw -> ModelId.parse(plain(raw).strip()),
        ModelId::toString);
  }

  static Values<Pattern> regex() {
    return new Values<>(
        "a regular expression (RE2 syntax)",
        raw -> {
          try {
            return Pattern.compile(plain(raw));
          } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e);
          }
        },
        Pattern::pattern);
  }

  /** {@code 0.8s}, {@code 250ms}, {@code 2m} or a number of seconds. */
  static Values<Duration> duration() {
    return new Values<>(
        "a duration such as 0.8s, 250ms or 2m",
        raw -> {
          String text = plain(raw).strip();
          require(text.matches("\\d{1,6}(\\.\\d{1,3})?(ms|s|m)?"));
          String number = text.replaceAll("[a-z]", "");
          long unit = text.endsWith("ms") ? 1 : text.endsWith("m") ? 60_000 : 1000;
          return Duration.ofMillis(
              new BigDecimal(number).multiply(BigDecimal.valueOf(unit)).longValue());
        },
        delay ->
            BigDecimal.valueOf(delay.toMillis(), 3).stripTrailingZeros().toPlainString() + "s");
  }

  /** A list, or its elements with commas between them. */
  static <T> Values<List<T>> list(Values<T> element) {
    return new Values<>(
        "a list; each is " + element.allowed(),
        raw -> {
          List<T> list = new ArrayList<>();
          for (Object item : raw instanceof List<?> items ? items : split(plain(raw))) {
            list.add(element.read(item));
          }
          return List.copyOf(list);
        },
        list -> list.stream().map(element.writer()).toList());
  }

  /** For a model, more fields of its request. */
  static Values<Map<String, Map<String, Object>>> modelParameters() {
    return new Values<>(
        "for a model its fields, such as {openai/o4-mini: {reasoning_effort: low}}",
        raw -> {
          Map<String, Map<String, Object>> byModel = new LinkedHashMap<>();
          map(raw)
              .forEach(
                  (model, fields) -> byModel.put(ModelId.parse(model).toString(), map(fields)));
          byModel.forEach(Values::checkFields);
          return byModel;
        },
        byModel -> byModel);
  }

  private static void checkFields(String model, Map<String, Object> fields) {
    String wrong = RequestFields.wrong(fields);
    if (wrong != null) {
      String key = Option.MODEL_PARAMETERS.key();
      throw new BadOption(key, "%s of %s: %s".formatted(key, model, wrong));
    }
  }

  static Values<List<When>> whens() {
    return new Values<>(
        "a list of {match: REGEX, set: {option: value}}",
        raw -> {
          List<When> whens = new ArrayList<>();
          for (Object item : (List<?>) raw) {
            Map<String, Object> when = map(item);
            require(when.keySet().equals(Set.of("match", "set")));
            Map<String, Object> set = map(when.get("set"));
            whens.add(new When(regex().read(plain(when.get("match"))), set));
          }
          return List.copyOf(whens);
        },
        whens ->
            whens.stream()
                .map(when -> Map.of("match", when.match().pattern(), "set", when.set()))
                .toList());
  }

  private static List<String> split(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split("\\s*,\\s*", -1));
  }

  private static Map<String, Object> map(@Nullable Object raw) {
    if (!(raw instanceof Map<?, ?> entries)) {
      throw new IllegalArgumentException();
    }
    Map<String, Object> map = new LinkedHashMap<>();
    entries.forEach((key, value) -> map.put(String.valueOf(key), value));
    return map;
  }

  private static String plain(@Nullable Object raw) {
    if (!(raw instanceof String || raw instanceof Number || raw instanceof Boolean)) {
      throw new IllegalArgumentException();
    }
    return raw instanceof BigDecimal number ? number.toPlainString() : raw.toString();
  }

  private static void require(boolean allowed) {
    if (!allowed) {
      throw new IllegalArgumentException();
    }
  }
}
