package org.batchrunner.task.options;

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
import org.batchrunner.task.ModelId;
import org.jspecify.annotations.Nullable;

/**
 * The type of the values of an option: how they are read from YAML, JSON or a command line, and
 * written back.
 *
 * @param allowed the allowed values, for error messages: "it takes ..."
 * @param reader reads a value; throws {@link IllegalArgumentException} if it is not allowed
 * @param writer turns a value into one that YAML and JSON can hold
 */
record OptionType<T>(String allowed, Function<Object, T> reader, Function<T, Object> writer) {

  T read(Object raw) {
    return reader.apply(raw);
  }

  static OptionType<Dollars> dollars() {
    return new OptionType<>(
        "dollars, such as 0.50; 0 allows no paid call",
        raw -> {
          Dollars dollars = Dollars.parse(plain(raw));
          require(dollars.nanos() >= 0 && !dollars.exceeds(Dollars.parse("1000000")));
          return dollars;
        },
        Dollars::toBigDecimal);
  }

  static OptionType<Integer> integer(int least, int most) {
    return new OptionType<>(
        "a whole number from %d to %d".formatted(least, most),
        raw -> {
          int number = Integer.parseInt(plain(raw).strip());
          require(number >= least && number <= most);
          return number;
        },
        number -> number);
  }

  static OptionType<BigDecimal> decimal(String least, String most) {
    return new OptionType<>(
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

  /** A decimal number; empty for {@code none}. */
  static OptionType<Optional<BigDecimal>> decimalOrNone(String least, String most) {
    OptionType<BigDecimal> decimal = decimal(least, most);
    return new OptionType<>(
        decimal.allowed() + ", or none",
        raw ->
            plain(raw).strip().equalsIgnoreCase("none")
                ? Optional.empty()
                : Optional.of(decimal.read(raw)),
        number -> number.<Object>map(decimal.writer()).orElse("none"));
  }

  static OptionType<Boolean> bool() {
    return new OptionType<>(
        "true or false",
        raw -> {
          String text = plain(raw).strip().toLowerCase(Locale.ROOT);
          require(text.equals("true") || text.equals("false"));
          return text.equals("true");
        },
        flag -> flag);
  }

  static <E extends Enum<E>> OptionType<E> oneOf(Class<E> type) {
    List<String> names = List.of(type.getEnumConstants()).stream().map(OptionType::wire).toList();
    return new OptionType<>(
        String.join(", ", names.subList(0, names.size() - 1))
            + " or "
            + names.get(names.size() - 1),
        raw -> {
          String name = plain(raw).strip().toLowerCase(Locale.ROOT);
          require(names.contains(name));
          return Enum.valueOf(type, name.toUpperCase(Locale.ROOT).replace('-', '_'));
        },
        OptionType::wire);
  }

  private static String wire(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static OptionType<String> text() {
    return new OptionType<>("a text", OptionType::plain, text -> text);
  }

  static OptionType<String> name(String allowed, String pattern) {
    return new OptionType<>(
        allowed,
        raw -> {
          String name = plain(raw).strip();
          require(name.matches(pattern));
          return name;
        },
        name -> name);
  }

  static OptionType<ModelId> model() {
    return new OptionType<>(
        "a model as provider/model, such as openai/gpt-4o-mini",
        raw -> ModelId.parse(plain(raw).strip()),
        ModelId::toString);
  }

  static OptionType<Pattern> regex() {
    return new OptionType<>(
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

  /** A duration, as {@code 0.8s}, {@code 250ms}, {@code 2m} or a number of seconds. */
  static OptionType<Duration> duration() {
    return new OptionType<>(
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

  /** A list, also as a text with commas between the elements. */
  static <T> OptionType<List<T>> list(OptionType<T> element) {
    return new OptionType<>(
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

  /** Additional request fields, by model. */
  static OptionType<Map<String, Map<String, Object>>> modelParameters() {
    return new OptionType<>(
        "request fields by model, such as {openai/o4-mini: {reasoning_effort: low}}",
        raw -> {
          Map<String, Map<String, Object>> byModel = new LinkedHashMap<>();
          map(raw)
              .forEach(
                  (model, fields) -> byModel.put(ModelId.parse(model).toString(), map(fields)));
          byModel.forEach(OptionType::checkFields);
          return byModel;
        },
        byModel -> byModel);
  }

  private static void checkFields(String model, Map<String, Object> fields) {
    String wrong = ForbiddenFields.wrong(fields);
    if (wrong != null) {
      String key = Option.MODEL_PARAMETERS.key();
      throw new InvalidOptionException(key, "%s of %s: %s".formatted(key, model, wrong));
    }
  }

  static OptionType<List<OptionOverride>> whens() {
    return new OptionType<>(
        "a list of {match: REGEX, set: {option: value}}",
        raw -> {
          List<OptionOverride> whens = new ArrayList<>();
          for (Object item : (List<?>) raw) {
            Map<String, Object> when = map(item);
            require(when.keySet().equals(Set.of("match", "set")));
            Map<String, Object> set = map(when.get("set"));
            whens.add(new OptionOverride(regex().read(plain(when.get("match"))), set));
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
