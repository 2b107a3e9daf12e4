package org.batchrunner.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A rule of {@code model-rules.yaml}: which values of which fields some models refuse. */
final class RequestRule {

  private static final String NOTHING = "$.^";

  private final Api api;
  private final Pattern models;
  private final Pattern except;
  private final JsonNode required;
  private final JsonNode unless;
  private final Map<String, JsonNode> fields = new LinkedHashMap<>();

  RequestRule(JsonNode rule) {
    api = Api.valueOf(rule.required("api").asText().toUpperCase(Locale.ROOT));
    models = Pattern.compile(rule.required("models").asText());
    except = Pattern.compile(rule.path("except").asText(NOTHING));
    required = rule.path("if");
    unless = rule.path("unless");
    rule.required("fields")
        .properties()
        .forEach(each -> fields.put(each.getKey(), each.getValue()));
  }

  /**
   * A refused field.
   *
   * @param clause what is wrong with it, and what to do, to follow its name and its value
   */
  record Refusal(String field, String value, String clause) {}

  /**
   * @param name the model's, in lower case
   * @param only the field that is looked at; null for all
   */
  @Nullable Refusal check(Api asked, String name, JsonNode request, @Nullable String only) {
    if (asked != api || !models.matcher(name).find() || except.matcher(name).find()) {
      return null;
    }
    JsonNode in = asked == Api.GEMINI ? request.path("generationConfig") : request;
    if (!matches(required, in) || (unless.isObject() && matches(unless, in))) {
      return null;
    }
    for (Map.Entry<String, JsonNode> field : fields.entrySet()) {
      JsonNode value = at(in, field.getKey());
      boolean looked = only == null || only.equals(field.getKey());
      String wrong = looked ? wrong(field.getValue(), value, in) : null;
      if (wrong != null) {
        String advice = field.getValue().path("do").asText("");
        return new Refusal(
            field.getKey(), shown(value), advice.isEmpty() ? wrong : wrong + "; " + advice);
      }
    }
    return null;
  }

  private static boolean matches(JsonNode conditions, JsonNode in) {
    for (Map.Entry<String, JsonNode> each : conditions.properties()) {
      if (!at(in, each.getKey()).asText().equals(each.getValue().asText())) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable String wrong(JsonNode rule, JsonNode value, JsonNode in) {
    if (value.isMissingNode() || value.isNull()) {
      return rule.path("required").asBoolean() ? "it must be set" : null;
    }
    if (rule.path("refused").asBoolean()) {
      return "the model takes none";
    }
    if (rule.has("only") && !same(rule.get("only"), value)) {
      return "the model takes " + rule.get("only").asText() + " only";
    }
    if (rule.has("values") && !contains(rule.get("values"), value)) {
      return "it must be " + listed(rule.get("values"));
    }
    if (rule.has("from") && !contains(rule.path("or"), value) && !within(rule, value)) {
      return range(rule);
    }
    String other = rule.path("below").asText(rule.path("not-with").asText());
    JsonNode beside = at(in, other);
    if (rule.has("not-with") && !beside.isMissingNode()) {
      return "the model does not take it together with " + other;
    }
    return rule.has("below") && number(value).compareTo(number(beside)) >= 0
        ? "it must be below %s, which is %s".formatted(other, beside.asText())
        : null;
  }

  private static String range(JsonNode rule) {
    String least = rule.get("from").asText();
    String others = rule.has("or") ? ", or " + listed(rule.get("or")) : "";
    return rule.has("to")
        ? "it must be from %s to %s%s".formatted(least, rule.get("to").asText(), others)
        : "it must be %s or more%s".formatted(least, others);
  }

  private static boolean within(JsonNode rule, JsonNode value) {
    return value.isNumber()
        && number(value).compareTo(number(rule.get("from"))) >= 0
        && (!rule.has("to") || number(value).compareTo(number(rule.get("to"))) <= 0);
  }

  private static BigDecimal number(JsonNode node) {
    return node.isNumber() ? node.decimalValue() : BigDecimal.ZERO;
  }

  private static boolean same(JsonNode wanted, JsonNode value) {
    return wanted.isNumber() && value.isNumber()
        ? number(wanted).compareTo(number(value)) == 0
        : wanted.equals(value);
  }

  private static boolean contains(JsonNode values, JsonNode value) {
    for (JsonNode each : values) {
      if (same(each, value)) {
        return true;
      }
    }
    return false;
  }

  private static String listed(JsonNode values) {
    List<String> words = new ArrayList<>();
    values.forEach(each -> words.add(each.asText()));
    String last = words.remove(words.size() - 1);
    return words.isEmpty() ? last : String.join(", ", words) + " or " + last;
  }

  private static String shown(JsonNode value) {
    return value.isMissingNode() ? "" : value.isContainerNode() ? "" : value.asText();
  }

  /** A field by its path. Gemini takes its names with underscores, too. */
  static JsonNode at(JsonNode object, String path) {
    JsonNode node = object;
    for (String name : path.split("\\.")) {
      JsonNode child = MissingNode.getInstance();
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        if (plain(field.getKey()).equals(plain(name))) {
          child = field.getValue();
        }
      }
      node = child;
    }
    return node;
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace("_", "");
  }
}
