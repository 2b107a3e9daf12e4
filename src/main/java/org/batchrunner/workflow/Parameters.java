package org.batchrunner.workflow;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.options.InvalidOptionException;
import org.batchrunner.task.options.Option;
import org.batchrunner.task.options.Options;
import org.jspecify.annotations.Nullable;

/**
 * What a model's request carries besides its texts.
 *
 * @param maxTokens the completion's limit that is in force
 * @param temperature null where none must be sent
 * @param fields more fields, as they are
 */
record Parameters(int maxTokens, @Nullable BigDecimal temperature, Map<String, Object> fields) {

  private static final String LIMIT = Option.MAX_TOKENS.key();
  private static final String TEMPERATURE = Option.TEMPERATURE.key();

  /** The vendors' own names of the limit. They stay fields, but count for the bound. */
  private static final List<String> VENDOR_LIMITS = List.of("max_completion_tokens", "max_tokens");

  /**
   * @param temperature where {@code model-parameters} names none
   * @throws InvalidOptionException if {@code model-parameters} has a limit or temperature that is
   *     none
   */
  static Parameters of(Options options, ModelId model, @Nullable BigDecimal temperature) {
    Map<String, Object> fields = new LinkedHashMap<>(options.modelParameters(model));
    int limit = options.maxTokens();
    for (String name : VENDOR_LIMITS) {
      limit = fields.containsKey(name) ? limit(model, name, fields.get(name)) : limit;
    }
    if (fields.containsKey(LIMIT)) {
      limit = limit(model, LIMIT, fields.remove(LIMIT));
    }
    BigDecimal chosen = temperature;
    if (fields.containsKey(TEMPERATURE)) {
      chosen = temperature(model, fields.remove(TEMPERATURE));
    }
    return new Parameters(limit, chosen, fields);
  }

  /** As {@link #of}, but with a temperature only where the user has set it. */
  static Parameters set(Options options, ModelId model, boolean judges) {
    boolean set = !judges && options.sets(Option.TEMPERATURE);
    return of(options, model, set ? options.temperature() : null);
  }

  private static int limit(ModelId model, String name, @Nullable Object value) {
    try {
      int limit = Integer.parseInt(String.valueOf(value));
      if (limit >= 1 && limit <= 1_000_000) {
        return limit;
      }
    } catch (NumberFormatException e) {
      throw bad(model, name, value, Option.MAX_TOKENS.allowed());
    }
    throw bad(model, name, value, Option.MAX_TOKENS.allowed());
  }

  private static @Nullable BigDecimal temperature(ModelId model, @Nullable Object value) {
    if (value == null || String.valueOf(value).strip().equalsIgnoreCase("none")) {
      return null;
    }
    try {
      return new BigDecimal(String.valueOf(value));
    } catch (NumberFormatException e) {
      throw bad(model, TEMPERATURE, value, "a number, or none to send none");
    }
  }

  private static InvalidOptionException bad(
      ModelId model, String name, @Nullable Object value, String allowed) {
    String key = Option.MODEL_PARAMETERS.key();
    return new InvalidOptionException(
        key,
        "%s: '%s' is not allowed as %s of %s; it takes %s"
            .formatted(key, value, name, model, allowed));
  }
}
