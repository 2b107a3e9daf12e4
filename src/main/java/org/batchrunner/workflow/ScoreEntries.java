package org.batchrunner.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The entries of a judge's reply by the labels of the drafts: from a list, from an object with a
 * field for each label, or a lone entry.
 *
 * @param byLabel only labels that there are
 * @param twice labels with two entries that differ
 * @param unknown entries for drafts that there are not
 */
record ScoreEntries(Map<String, JsonNode> byLabel, Set<String> twice, int unknown) {

  private static final List<String> LABEL_NAMES = List.of("draft", "label", "id", "name");

  static ScoreEntries of(JsonNode node, Set<String> labels) {
    JsonNode scores = scores(node);
    Map<String, JsonNode> byLabel = new HashMap<>();
    Set<String> twice = new TreeSet<>();
    int unknown = 0;
    for (Map.Entry<String, JsonNode> entry : labelled(scores)) {
      String label = label(entry.getKey());
      if (!labels.contains(label)) {
        unknown++;
      } else {
        JsonNode before = byLabel.put(label, entry.getValue());
        if (before != null && !before.equals(entry.getValue())) {
          twice.add(label);
        }
      }
    }
    return new ScoreEntries(byLabel, twice, unknown);
  }

  /** Its entry; a missing node if there is none. */
  JsonNode of(String label) {
    return byLabel.getOrDefault(label, MissingNode.getInstance());
  }

  static boolean holdsScores(JsonNode node) {
    return node.isContainerNode()
        && labelled(scores(node)).stream().anyMatch(entry -> isEntry(entry.getValue()));
  }

  private static List<Map.Entry<String, JsonNode>> labelled(JsonNode scores) {
    if (scores.isObject()) {
      return isEntry(scores)
          ? List.of(Map.entry(labelOf(scores), scores))
          : List.copyOf(scores.properties());
    }
    List<Map.Entry<String, JsonNode>> entries = new ArrayList<>();
    scores.forEach(entry -> entries.add(Map.entry(labelOf(entry), entry)));
    return entries;
  }

  private static JsonNode scores(JsonNode node) {
    return field(node, "scores").filter(JsonNode::isContainerNode).orElse(node);
  }

  private static boolean isEntry(JsonNode node) {
    return field(node, "task_fit").isPresent() || field(node, "support").isPresent();
  }

  private static String labelOf(JsonNode entry) {
    return LABEL_NAMES.stream()
        .flatMap(name -> field(entry, name).stream())
        .filter(JsonNode::isValueNode)
        .map(JsonNode::asText)
        .findFirst()
        .orElse("");
  }

  /** {@code A} from {@code "a"}, {@code "Draft A"} or {@code "draft_a"}. */
  private static String label(String text) {
    String plain = text.strip().toUpperCase(Locale.ROOT);
    return plain.startsWith("DRAFT") ? plain.substring(5).replaceAll("[^A-Z0-9]", "") : plain;
  }

  /** By its name in any spelling: {@code task_fit}, {@code taskFit}, {@code Task fit}. */
  static Optional<JsonNode> field(JsonNode node, String name) {
    return node.properties().stream()
        .filter(field -> letters(field.getKey()).equals(letters(name)))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
  }
}
