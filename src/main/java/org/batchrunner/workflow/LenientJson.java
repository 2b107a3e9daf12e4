package org.batchrunner.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the JSON in a model's reply: in code fences, with text around it, with commas too many,
 * written as a string, or cut short. The reply was paid for.
 */
final class LenientJson {

  static final String CUT = "the reply ends in the middle of its JSON; what was there is kept";

  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private static final ObjectMapper MENDING =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS)
          .enable(JsonReadFeature.ALLOW_LEADING_DECIMAL_POINT_FOR_NUMBERS)
          .enable(JsonReadFeature.ALLOW_TRAILING_DECIMAL_POINT_FOR_NUMBERS)
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .build();

  /**
   * What was found.
   *
   * @param node what the caller wanted
   * @param notes what was corrected to read it
   * @param openField the field in whose text the reply was cut; null if it is whole
   */
  record Found(JsonNode node, List<String> notes, @Nullable String openField) {}

  private final Predicate<JsonNode> wanted;

  /**
   * @param wanted whether a value is what the reply should have been
   */
  LenientJson(Predicate<JsonNode> wanted) {
    this.wanted = wanted;
  }

  Optional<Found> find(String reply) {
    Optional<JsonNode> whole = parse(STRICT, reply);
    if (whole.isPresent()) {
      return unwrap(whole.get(), List.of());
    }
    JsonBlocks blocks = JsonBlocks.of(reply);
    List<Found> found = new ArrayList<>();
    for (String block : blocks.whole()) {
      read(block, around(reply, block)).ifPresent(found::add);
    }
    if (found.isEmpty()) {
      return blocks.open().stream().flatMap(open -> readOpen(open).stream()).findFirst();
    }
    Found last = found.get(found.size() - 1);
    return Optional.of(
        found.size() == 1
            ? last
            : noted(
                last, "the reply has %d answers; the last one was used".formatted(found.size())));
  }

  private Optional<Found> read(String block, List<String> notes) {
    Optional<JsonNode> strict = parse(STRICT, block);
    if (strict.isPresent()) {
      return unwrap(strict.get(), notes);
    }
    return parse(MENDING, block)
        .flatMap(node -> unwrap(node, notes))
        .map(found -> noted(found, "its JSON had errors, which were corrected"));
  }

  private Optional<Found> readOpen(String block) {
    for (JsonBlocks.Closed closed : JsonBlocks.close(block)) {
      Optional<JsonNode> node = parse(MENDING, closed.json()).filter(wanted);
      if (node.isPresent()) {
        String open = closed.inString() ? lastField(node.get()) : null;
        return Optional.of(new Found(node.get(), List.of(CUT), open));
      }
    }
    return Optional.empty();
  }

  private static @Nullable String lastField(JsonNode node) {
    String last = null;
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      last = names.next();
    }
    return last;
  }

  /** JSON as a string of JSON, or alone in a list or an object, is taken out of it. */
  private Optional<Found> unwrap(JsonNode node, List<String> notes) {
    if (wanted.test(node)) {
      return Optional.of(new Found(node, notes, null));
    }
    if (node.isTextual()) {
      return parse(STRICT, node.textValue())
          .filter(wanted)
          .map(inner -> new Found(inner, with(notes, "its JSON was written as a string"), null));
    }
    if (node.isContainerNode()) {
      List<JsonNode> inner = new ArrayList<>();
      node.elements().forEachRemaining(inner::add);
      List<JsonNode> fitting = inner.stream().filter(wanted).toList();
      if (fitting.size() == 1) {
        return Optional.of(
            new Found(fitting.get(0), with(notes, "its JSON was inside another value"), null));
      }
    }
    return Optional.empty();
  }

  private static List<String> around(String reply, String block) {
    int start = reply.indexOf(block);
    String before = reply.substring(0, start).strip();
    String after = reply.substring(start + block.length()).strip();
    int lastLine = before.lastIndexOf('\n') + 1;
    String opening = before.substring(lastLine);
    List<String> notes = new ArrayList<>();
    if (opening.startsWith("```") || opening.startsWith("~~~")) {
      notes.add("taken out of a code fence");
      before = before.substring(0, lastLine);
      after = after.startsWith(opening.substring(0, 3)) ? after.substring(3) : after;
    }
    if (!before.isBlank() || !after.isBlank()) {
      notes.add("text around the JSON was left out");
    }
    return notes;
  }

  private static Optional<JsonNode> parse(ObjectMapper mapper, String json) {
    try {
      JsonNode node = mapper.readTree(json);
      return node.isMissingNode() ? Optional.empty() : Optional.of(node);
    } catch (JsonProcessingException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Found noted(Found found, String note) {
    return new Found(found.node(), with(found.notes(), note), found.openField());
  }

  private static List<String> with(List<String> notes, String note) {
    List<String> all = new ArrayList<>(notes);
    all.add(note);
    return all;
  }
}
