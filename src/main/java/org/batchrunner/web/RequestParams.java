package org.batchrunner.web;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.batchrunner.common.LoneSurrogates;
import org.batchrunner.intake.OptionFile;
import org.batchrunner.task.options.InvalidOptionException;
import org.jspecify.annotations.Nullable;

/** Reads the text parameters of requests. */
final class RequestParams {

  private RequestParams() {}

  /** Reads one of a few names, in lower case. */
  static <E extends Enum<E>> E one(Class<E> type, String name, String parameter) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> name(constant).equals(name.strip()))
        .findFirst()
        .orElseThrow(
            () ->
                ApiProblem.badRequest(
                    "%s: '%s' is not known; it takes %s"
                        .formatted(
                            parameter,
                            name,
                            String.join(
                                ", ",
                                Arrays.stream(type.getEnumConstants())
                                    .map(RequestParams::name)
                                    .toList()))));
  }

  /** Reads names that are separated by commas; empty for all. */
  static <E extends Enum<E>> Set<E> some(Class<E> type, String names, String parameter) {
    Set<E> some = EnumSet.noneOf(type);
    for (String name : names.split(",", -1)) {
      if (!name.isBlank()) {
        some.add(one(type, name, parameter));
      }
    }
    return some;
  }

  static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** Returns the given options, without those that are null. */
  static Map<String, Object> options(@Nullable Map<String, @Nullable Object> given) {
    Map<String, Object> options = new LinkedHashMap<>();
    if (given != null) {
      given.forEach(
          (key, value) -> {
            if (value != null) {
              checkText(key, key);
              checkText(key, value);
              options.put(key, value);
            }
          });
    }
    return options;
  }

  /**
   * Refuses half of a surrogate pair, which JSON can hold but no file and no request to a model
   * can.
   */
  private static void checkText(String key, @Nullable Object value) {
    if (value instanceof String text && !LoneSurrogates.replaced(text).equals(text)) {
      throw new InvalidOptionException(
          LoneSurrogates.replaced(key),
          LoneSurrogates.replaced(key)
              + ": the text has half of a character, perhaps of an emoji that was cut");
    }
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (name, item) -> {
            checkText(key, name);
            checkText(key, item);
          });
    }
    if (value instanceof Iterable<?> items) {
      items.forEach(item -> checkText(key, item));
    }
  }

  /** Reads options from the text of an option file, in YAML or JSON. */
  static Map<String, Object> options(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return Map.of();
    }
    if (!(OptionFile.value(text) instanceof Map<?, ?> map)) {
      throw ApiProblem.unprocessable(
          "options: this is neither lines of KEY: VALUE nor a JSON object");
    }
    Map<String, @Nullable Object> options = new LinkedHashMap<>();
    map.forEach((key, value) -> options.put(String.valueOf(key), value));
    return options(options);
  }
}
