package org.batchrunner.provider.mock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.batchrunner.task.Prompt;

/**
 * Quotes the first sources of a grounded prompt, so that a mock batch shows what a real one would.
 */
final class MockCitations {

  private static final int MOST = 4;
  private static final int MOST_A_SOURCE = 2;
  private static final int LEAST_WORDS = 8;
  private static final int MOST_WORDS = 14;

  private final ArrayNode citations = JsonNodeFactory.instance.arrayNode();
  private String title = "";
  private String document = "";
  private int ofSource;

  private MockCitations() {}

  /** In place of the citations of an answer, where it has the field. */
  static void into(ObjectNode answer, Prompt prompt) {
    if (answer.has("citations")) {
      MockCitations made = new MockCitations();
      (String.valueOf(prompt.shared()) + "\n" + prompt.user()).lines().forEach(made::line);
      answer.set("citations", made.citations);
    }
  }

  private void line(String line) {
    if (line.startsWith("=== ")) {
      document = "";
    } else if (line.startsWith("Title: ") && document.isEmpty()) {
      title = line.substring("Title: ".length());
    } else if (line.startsWith("Document: ") && document.isEmpty()) {
      document = line.substring("Document: ".length());
      ofSource = 0;
    } else if (!document.isEmpty()) {
      quote(line);
    }
  }

  private void quote(String line) {
    List<String> words = List.of(line.strip().split(" +"));
    boolean prose = words.size() >= LEAST_WORDS && !line.startsWith("#") && !line.contains("|");
    if (prose && ofSource < MOST_A_SOURCE && citations.size() < MOST) {
      ofSource++;
      citations
          .addObject()
          .put("title", title)
          .put("document", document)
          .put("quote", String.join(" ", words.subList(0, Math.min(MOST_WORDS, words.size()))));
    }
  }
}
