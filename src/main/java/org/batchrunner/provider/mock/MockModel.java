package org.batchrunner.provider.mock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.batchrunner.money.Dollars;
import org.batchrunner.money.Tokens;
import org.batchrunner.provider.PromptText;
import org.batchrunner.task.Prompt;
import org.batchrunner.task.Reply;

/**
 * Makes answers up without a model: the same for the same prompt, at no cost, and marked as mock.
 */
public final class MockModel {

  /** The beginning of each answer. */
  public static final String MARK = "[mock]";

  private static final int BYTES_A_TOKEN = 4;
  private static final int SHOWN = 60;

  public Reply answer(Prompt prompt) {
    int mark = mark(prompt);
    String said = said(prompt, mark);
    JsonNode schema = prompt.schema();
    String text = schema == null ? said : json(prompt, schema, said, mark);
    return new Reply(
        "mock",
        text,
        Tokens.of(
            tokens(PromptText.user(prompt)) + tokens(String.valueOf(prompt.system())),
            tokens(text)),
        Dollars.ZERO,
        true,
        Reply.Finish.STOP,
        0,
        1);
  }

  private static String json(Prompt prompt, JsonNode schema, String said, int mark) {
    JsonNode answer = new MockJson(said, mark).of(schema);
    if (answer instanceof ObjectNode object) {
      MockCitations.into(object, prompt);
    }
    return answer.toString();
  }

  private static String said(Prompt prompt, int mark) {
    String user = prompt.user().strip().replaceAll("\\s+", " ");
    int end = user.offsetByCodePoints(0, Math.min(SHOWN, user.codePointCount(0, user.length())));
    return "%s answer %08x to: %s".formatted(MARK, mark, user.substring(0, end));
  }

  /** Returns a number that depends on the whole prompt. */
  private static int mark(Prompt prompt) {
    CRC32 crc = new CRC32();
    for (String part :
        new String[] {prompt.system(), prompt.shared(), prompt.user(), prompt.body()}) {
      crc.update(String.valueOf(part).getBytes(StandardCharsets.UTF_8));
      crc.update(0);
    }
    return (int) crc.getValue();
  }

  private static long tokens(String text) {
    return 1L + text.getBytes(StandardCharsets.UTF_8).length / BYTES_A_TOKEN;
  }
}
