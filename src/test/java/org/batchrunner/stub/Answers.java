package org.batchrunner.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The usual answers: the same request gets the same, in the schema that it asks for. */
public final class Answers {

  private static final Pattern RANGE = Pattern.compile("(\\d+) to (\\d+)");
  private static final int ECHO = 60;

  private Answers() {}

  /** The answer's text, or its JSON. */
  public static String to(ModelRequest request) {
    JsonNode schema = request.schema();
    return schema == null
        ? text(request)
        : value("answer", schema, request, new Place()).toString();
  }

  private static String text(ModelRequest request) {
    String user = request.user().strip();
    String echo = user.length() > ECHO ? user.substring(0, ECHO) : user;
    String hash = request.hash().substring(0, 6);
    return "Answer " + hash + " of " + request.model() + ": " + echo.replace('\n', ' ');
  }

  private static JsonNode value(String name, JsonNode schema, ModelRequest request, Place place) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (schema.has("enum")) {
      JsonNode allowed = schema.get("enum");
      return allowed.get(Math.min(place.item, allowed.size() - 1));
    }
    return switch (Schemas.type(schema)) {
      case "object" -> {
        ObjectNode object = json.objectNode();
        for (var property : schema.path("properties").properties()) {
          object.set(
              property.getKey(), value(property.getKey(), property.getValue(), request, place));
        }
        yield object;
      }
      case "array" -> array(name, schema.path("items"), request);
      case "number", "integer" -> number(schema, request, place);
      case "boolean" -> json.booleanNode(false);
      default -> json.textNode(name.equals("answer") ? text(request) : "the " + name + " given");
    };
  }

  /** One entry for each draft that is to be scored; no flags, no citations; one of the rest. */
  private static JsonNode array(String name, JsonNode items, ModelRequest request) {
    var array = JsonNodeFactory.instance.arrayNode();
    int labels = items.path("properties").path("draft").path("enum").size();
    int size = items.has("enum") || name.equals("citations") ? 0 : Math.max(1, labels);
    for (int item = 0; item < size; item++) {
      array.add(value(name, items, request, new Place(item)));
    }
    return array;
  }

  /** Within the range that the description names, else from 0 to 1; halves, as a judge gives. */
  private static JsonNode number(JsonNode schema, ModelRequest request, Place place) {
    Matcher range = RANGE.matcher(schema.path("description").asText());
    int most = range.find() ? Integer.parseInt(range.group(2)) : 1;
    int steps = (place.item * 31 + request.hash().hashCode() + place.next++) & 0xff;
    double share = 0.5 + steps % 6 / 10.0;
    double value = most > 1 ? Math.round(most * share * 2) / 2.0 : share;
    return Schemas.type(schema).equals("integer")
        ? JsonNodeFactory.instance.numberNode(Math.round(value))
        : JsonNodeFactory.instance.numberNode(value);
  }

  /** Where in the answer a value stands. */
  private static final class Place {
    final int item;
    int next;

    Place() {
      this(0);
    }

    Place(int item) {
      this.item = item;
    }
  }
}
