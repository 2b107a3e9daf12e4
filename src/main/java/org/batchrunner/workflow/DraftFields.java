package org.batchrunner.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.batchrunner.task.Citation;
import org.batchrunner.task.Citation.Verdict;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a draft leniently and within limits, and notes what was corrected. */
final class DraftFields {

  static final int MOST_ENTRIES = 20;
  static final int LONGEST_ENTRY = 4000;
  private static final int LONGEST_FLAG = 80;
  private static final int LONGEST_SHOWN = 40;

  private static final ObjectMapper WRITER = new ObjectMapper();

  private final List<String> notes = new ArrayList<>();

  void note(String note) {
    if (!notes.contains(note)) {
      notes.add(note);
    }
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  /**
   * Reads the answer, which is never cut. It is JSON if the task asked for JSON and the answer is
   * not in quotes.
   */
  String text(JsonNode value) {
    if (value.isContainerNode()) {
      note("the answer is JSON itself");
    }
    return plain(value);
  }

  List<String> evidence(JsonNode value) {
    List<String> entries = new ArrayList<>();
    for (JsonNode item : items("evidence", value)) {
      entries.add(cut(plain(item), LONGEST_ENTRY));
    }
    return List.copyOf(entries);
  }

  /**
   * @return the confidence, from 0 to 1; null if there is none, since none is made up
   */
  @Nullable Double confidence(JsonNode value) {
    if (missing("confidence", value)) {
      return null;
    }
    Double number = LenientNumbers.read(value);
    if (number == null) {
      note("confidence '%s' can't be read".formatted(cut(plain(value), LONGEST_SHOWN)));
      return null;
    }
    boolean percent = plain(value).contains("%") || (number >= 10 && number <= 100);
    double share = percent ? number / 100 : number;
    double clamped = Math.max(0, Math.min(1, share));
    if (!value.isNumber() || clamped != number) {
      note(
          "confidence '%s' taken as %s"
              .formatted(cut(plain(value), LONGEST_SHOWN), LenientNumbers.show(clamped)));
    }
    return clamped;
  }

  /** Reads names, or objects with a name and a severity, which become {@code name: severity}. */
  List<String> flags(JsonNode value) {
    List<String> flags = new ArrayList<>();
    for (JsonNode item : items("safety_flags", value)) {
      String flag = item.isObject() ? named(item) : plain(item);
      if (!flag.isBlank() && !flag.strip().equalsIgnoreCase("none")) {
        flags.add(cut(flag.strip(), LONGEST_FLAG));
      }
    }
    return List.copyOf(flags);
  }

  private static String named(JsonNode item) {
    String name = first(item, "flag", "name", "type", "category", "label");
    String severity = first(item, "severity", "level");
    return severity.isEmpty() ? (name.isEmpty() ? plain(item) : name) : name + ": " + severity;
  }

  List<Citation> citations(JsonNode value) {
    List<Citation> citations = new ArrayList<>();
    if (absent(value)) {
      return List.of();
    }
    for (JsonNode item : items("citations", value)) {
      String quote = item.isObject() ? first(item, "quote", "text", "passage") : plain(item);
      if (quote.isBlank()) {
        note("a citation without a quote left out");
      } else {
        citations.add(
            new Citation(
                orNull(first(item, "title")),
                orNull(first(item, "document", "source", "file")),
                null,
                null,
                cut(quote, LONGEST_ENTRY),
                Verdict.NOT_FOUND,
                0));
      }
    }
    return List.copyOf(citations);
  }

  private List<JsonNode> items(String field, JsonNode value) {
    if (missing(field, value)) {
      return List.of();
    }
    List<JsonNode> items = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(items::add);
    } else if (!plain(value).isBlank()) {
      note(field + " is not a list; taken as its only entry");
      items.add(value);
    }
    if (items.size() > MOST_ENTRIES) {
      note("%s: the first %d of %d kept".formatted(field, MOST_ENTRIES, items.size()));
      return items.subList(0, MOST_ENTRIES);
    }
    return items;
  }

  private boolean missing(String field, JsonNode value) {
    if (absent(value)) {
      note(field + " is missing");
      return true;
    }
    return false;
  }

  private static boolean absent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  private static String first(JsonNode item, String... names) {
    for (String name : names) {
      if (item.hasNonNull(name)) {
        return plain(item.get(name));
      }
    }
    return "";
  }

  private static @Nullable String orNull(String text) {
    return text.isBlank() ? null : cut(text, LONGEST_ENTRY);
  }

  private static String plain(JsonNode value) {
    if (value.isTextual()) {
      return value.textValue();
    }
    try {
      return value.isContainerNode()
          ? WRITER.writerWithDefaultPrettyPrinter().writeValueAsString(value)
          : value.asText();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON value can be written", e);
    }
  }

  static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end) + "…";
  }
}
