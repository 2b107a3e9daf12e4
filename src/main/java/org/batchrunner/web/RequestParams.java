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

/** What requests give as text. */
final class RequestParams {

  private RequestParams() {}

  /** One of a few names, in small letters. */
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

  /** Names with commas between them; none for all. */
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

  /** Options as given; what is null is not given. */
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

  /** JSON can hold half of a surrogate pair; no file and no request to a model can. */
  private static void checkText(String key, @Nullable Object value) {
    if (value instanceof String text && !LoneSurrogates.replaced(text).equals(text)) {
      throw new InvalidOptionException(
          LoneSurrogates.replaced(key),
          LoneSurrogates.replaced(key)
              + ": the text holds half of a character, such as of an emoji that was cut");
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

  /** Options as the text of an option file: YAML, of which JSON is a part. */
  static Map<String, Object> options(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return Map.of();
    }
    if (!(OptionFile.value(text) instanceof Map<?, ?> map)) {
      throw ApiProblem.unprocessable(
          "options: these are not lines of KEY: VALUE, and no JSON object");
    }
    Map<String, @Nullable Object> options = new LinkedHashMap<>();
    map.forEach((key, value) -> options.put(String.valueOf(key), value));
    return options(options);
  }
}
