package org.batchrunner.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.batchrunner.common.Json;
import org.batchrunner.files.PlainYaml;
import org.jspecify.annotations.Nullable;

/**
 * Finds request fields that some models of an API refuse, by the names of the models; see
 * model-rules.yaml.
 */
final class ModelRules {

  /** The name may follow a gateway's prefix: {@code openai/gpt-5-mini}. */
  private static final Pattern REASONING =
      Pattern.compile("(^|/)(o[1-9]|gpt-([5-9]|\\d\\d))(\\D|$)");

  private static final Pattern NO_SCHEMA =
      Pattern.compile("(^|/)(gpt-3\\.5|gpt-4($|-(0|1106|32k|turbo|vision))|gpt-4o-2024-05-13$)");

  private static final Pattern NO_JSON_MODE =
      Pattern.compile(
          "(^|/)(gpt-3\\.5-turbo-(0|16k|instruct)|gpt-4($|-(0314|0613|32k|vision))|o1-(mini|preview))");

  private static final String TEMPERATURE = "temperature";

  private static final List<RequestRule> RULES = read();

  /**
   * Matches models whose calls have a fee, or cost tokens of pages that are not known in advance.
   */
  private static final Pattern FEES =
      Pattern.compile("search-(preview|api)|deep-research|computer-use");

  private ModelRules() {}

  /** Returns whether a model costs more than the tokens of its prompt and its completion. */
  static boolean hasFees(String model) {
    return FEES.matcher(model.toLowerCase(Locale.ROOT)).find();
  }

  private static List<RequestRule> read() {
    try (InputStream file = ModelRules.class.getResourceAsStream("/model-rules.yaml")) {
      Object rules = PlainYaml.create().load(file);
      List<RequestRule> read = new ArrayList<>();
      Json.MAPPER.<JsonNode>valueToTree(rules).forEach(rule -> read.add(new RequestRule(rule)));
      return List.copyOf(read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what the vendor would refuse in a request; null if nothing is known. */
  static RequestRule.@Nullable Refusal refusal(Api api, String model, JsonNode request) {
    String name = model.toLowerCase(Locale.ROOT);
    for (RequestRule rule : RULES) {
      RequestRule.Refusal refusal = rule.check(api, name, request, null);
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  /** Leaves a temperature out that the model would refuse. */
  static void leaveOutTemperature(Api api, String model, ObjectNode request) {
    ObjectNode in =
        request.get("generationConfig") instanceof ObjectNode config && api == Api.GEMINI
            ? config
            : request;
    String name = model.toLowerCase(Locale.ROOT);
    for (RequestRule rule : RULES) {
      if (in.has(TEMPERATURE) && rule.check(api, name, request, TEMPERATURE) != null) {
        in.remove(TEMPERATURE);
      }
    }
  }

  /** Returns whether an OpenAI model knows only the newer name of the limit. */
  static boolean isReasoning(String model) {
    return REASONING.matcher(model.toLowerCase(Locale.ROOT)).find();
  }

  /**
   * How an OpenAI model is told to reply in JSON: {@code json_schema}, {@code json_object}, or "".
   */
  static String jsonFormat(String model) {
    String name = model.toLowerCase(Locale.ROOT);
    if (NO_JSON_MODE.matcher(name).find()) {
      return "";
    }
    return NO_SCHEMA.matcher(name).find() ? "json_object" : "json_schema";
  }
}
