package org.batchrunner.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.batchrunner.task.Reply.Finish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What replies say, and why they ended. */
class RepliesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'message':{'content':'Hi'},'finish_reason':'stop'} | Hi | STOP",
        "{'message':{'content':'Hi'},'finish_reason':'length'} | Hi | LENGTH",
        "{'message':{'content':''},'finish_reason':'content_filter'} | `` | FILTER",
        "{'message':{'content':null,'refusal':'No.'},'finish_reason':'stop'} | No. | REFUSAL",
        "{'message':{'content':[{'type':'text','text':'H'},{'type':'text','text':'i'}]}}"
            + " | Hi | STOP",
        "{'message':{'content':'Hi','reasoning_content':'hm'},'finish_reason':null} | Hi | OTHER"
      })
  void openAi(String choice, String text, Finish finish) throws UnreadableReplyException {
    check(Api.OPENAI, "{'choices':[" + choice + "]}", text, finish);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{'type':'text','text':'Hi'}],'stop_reason':'end_turn' | Hi | STOP",
        "[{'type':'text','text':'H'},{'type':'text','text':'i'}],'stop_reason':'stop_sequence'"
            + " | Hi | STOP",
        "[{'type':'thinking','thinking':'hm'},{'type':'text','text':'Hi'}],'stop_reason':"
            + "'max_tokens' | Hi | LENGTH",
        "[{'type':'text','text':'Well.'},{'type':'tool_use','name':'draft','input':{'a':1}}],"
            + "'stop_reason':'tool_use' | {'a':1} | STOP",
        "[],'stop_reason':'refusal' | `` | REFUSAL",
        "[{'type':'text','text':'Hi'}],'stop_reason':'model_context_window_exceeded' | Hi | OTHER"
      })
  void anthropic(String content, String text, Finish finish) throws UnreadableReplyException {
    check(Api.ANTHROPIC, "{'type':'message','content':" + content + "}", text, finish);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{'content':{'parts':[{'text':'Hi'}]},'finishReason':'STOP'}] | Hi | STOP",
        "[{'content':{'parts':[{'text':'hm','thought':true},{'text':'H'},{'text':'i'}]},"
            + "'finishReason':'MAX_TOKENS'}] | Hi | LENGTH",
        "[{'content':{},'finishReason':'MAX_TOKENS'}] | `` | LENGTH",
        "[{'finishReason':'SAFETY'}] | `` | FILTER",
        "[{'finishReason':'PROHIBITED_CONTENT'}] | `` | FILTER",
        "[],'promptFeedback':{'blockReason':'SAFETY'} | `` | FILTER"
      })
  void gemini(String candidates, String text, Finish finish) throws UnreadableReplyException {
    check(Api.GEMINI, "{'candidates':" + candidates + "}", text, finish);
  }

  private static void check(Api api, String body, String text, Finish finish)
      throws UnreadableReplyException {
    DecodedReply reply = Samples.decode(api, body.replace('\'', '"'));

    assertThat(reply.text().replace('"', '\'')).isEqualTo(text);
    assertThat(reply.finish()).isEqualTo(finish);
    assertThat(reply.model()).isEqualTo("asked");
    assertThat(reply.tokens()).isNull();
  }

  @Test
  void theModelIsTheOneThatTheReplyNames() throws UnreadableReplyException {
    assertThat(
            Samples.decode(Api.OPENAI, "{\"model\":\"ran\",\"choices\":[{\"message\":{}}]}")
                .model())
        .isEqualTo("ran");
    assertThat(Samples.decode(Api.ANTHROPIC, "{\"model\":\"ran\",\"content\":[]}").model())
        .isEqualTo("ran");
    assertThat(
            Samples.decode(Api.GEMINI, "{\"modelVersion\":\"models/ran\",\"candidates\":[{}]}")
                .model())
        .isEqualTo("ran");
  }

  @Test
  void requestIds() throws UnreadableReplyException {
    byte[] openAi = Samples.bytes("{\"id\":\"chatcmpl-1\",\"choices\":[{\"message\":{}}]}");
    assertThat(Api.OPENAI.decode(openAi, Map.of("x-request-id", "req_1"), "m").requestId())
        .isEqualTo("req_1");
    assertThat(Api.OPENAI.decode(openAi, Map.of(), "m").requestId()).isEqualTo("chatcmpl-1");
    byte[] anthropic = Samples.bytes("{\"id\":\"msg_1\",\"content\":[]}");
    assertThat(Api.ANTHROPIC.decode(anthropic, Map.of("request-id", "req_2"), "m").requestId())
        .isEqualTo("req_2");
    byte[] gemini = Samples.bytes("{\"responseId\":\"r\",\"candidates\":[{}]}");
    assertThat(Api.GEMINI.decode(gemini, Map.of(), "m").requestId()).isEqualTo("r");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | the reply is empty",
        "`   ` | the reply is empty",
        "<!DOCTYPE html><p>Sign in</p> | the reply is an HTML page; is base-url right?",
        "{\"choices\":[{\"mess | the reply is not whole: its JSON breaks off or is broken",
        "data: {\"choices\":[]} | the reply has no choices",
        "pong | the reply is not JSON",
        "[1] | the reply is not a JSON object",
        "null | the reply is not a JSON object",
        "{\"choices\":[]} | the reply has no choices",
        "{\"error\":{\"message\":\"overloaded\"}} | the reply has no choices: overloaded",
        "{\"error\":\"overloaded\"} | the reply has no choices: overloaded"
      })
  void whatIsNoReplyIsToldWithoutItsText(String body, String message) {
    assertThatExceptionOfType(UnreadableReplyException.class)
        .isThrownBy(() -> Samples.decode(Api.OPENAI, body))
        .withMessage(message);
  }

  @ParameterizedTest
  @EnumSource(Api.class)
  void noOtherApisReplyIsTakenForAReply(Api api) {
    String[] replies = {
      "{\"choices\":[{\"message\":{\"content\":\"Hi\"}}]}",
      "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}]}",
      "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hi\"}]}}]}"
    };
    for (Api other : Api.values()) {
      if (other != api) {
        assertThatExceptionOfType(UnreadableReplyException.class)
            .isThrownBy(() -> Samples.decode(api, replies[other.ordinal()]));
      }
    }
  }
}
