package org.batchrunner.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Parts of JSON schemas: every field required and no other allowed, as strict modes ask for. */
final class AnswerSchema {

  private AnswerSchema() {}

  static ObjectNode string(String description) {
    return type("string").put("description", description);
  }

  static ObjectNode number(String description) {
    return type("number").put("description", description);
  }

  static ObjectNode oneOf(List<String> values) {
    ObjectNode schema = type("string");
    ArrayNode allowed = schema.putArray("enum");
    values.forEach(allowed::add);
    return schema;
  }

  static ObjectNode array(JsonNode items) {
    ObjectNode schema = type("array");
    schema.set("items", items);
    return schema;
  }

  static ObjectNode object(ObjectNode fields) {
    ObjectNode schema = type("object");
    schema.set("properties", fields);
    ArrayNode required = schema.putArray("required");
    fields.fieldNames().forEachRemaining(required::add);
    return schema.put("additionalProperties", false);
  }

  private static ObjectNode type(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }
}
