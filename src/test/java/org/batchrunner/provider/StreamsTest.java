package org.batchrunner.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.batchrunner.money.Tokens;
import org.batchrunner.task.Reply.Finish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies in forms that were not asked for. */
class StreamsTest {

  private static final List<String> OPENAI =
      List.of(
          "{'id':'c1','object':'chat.completion.chunk','model':'m1','choices':[{'index':0,'delta':"
              + "{'role':'assistant','content':'Hel'},'finish_reason':null}]}",
          "{'id':'c1','object':'chat.completion.chunk','model':'m1','choices':[{'index':0,'delta':"
              + "{'content':'lo'},'finish_reason':'stop'}]}",
          "{'id':'c1','object':'chat.completion.chunk','model':'m1','choices':[],'usage':"
              + "{'prompt_tokens':20,'completion_tokens':2,'total_tokens':22}}");

  private static final List<String> ANTHROPIC =
      List.of(
          "{'type':'message_start','message':{'id':'msg_1','type':'message','role':'assistant',"
              + "'content':[],'model':'m1','stop_reason':null,'usage':{'input_tokens':20,"
              + "'output_tokens':1}}}",
          "{'type':'content_block_start','index':0,'content_block':{'type':'text','text':''}}",
          "{'type':'ping'}",
          "{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'Hel'}}",
          "{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'lo'}}",
          "{'type':'content_block_stop','index':0}",
          "{'type':'message_delta','delta':{'stop_reason':'end_turn','stop_sequence':null},"
              + "'usage':{'output_tokens':2}}",
          "{'type':'message_stop'}");

  private static final List<String> GEMINI =
      List.of(
          "{'candidates':[{'content':{'parts':[{'text':'Hel'}],'role':'model'},'index':0}],"
              + "'usageMetadata':{'promptTokenCount':20,'totalTokenCount':20},'modelVersion':'m1'}",
          "{'candidates':[{'content':{'parts':[{'text':'lo'}],'role':'model'},'finishReason':'STOP'"
              + ",'index':0}],'usageMetadata':{'promptTokenCount':20,'candidatesTokenCount':2,"
              + "'totalTokenCount':22},'modelVersion':'m1'}");

  private static List<String> events(Api api) {
    return switch (api) {
      case OPENAI -> OPENAI;
      case ANTHROPIC -> ANTHROPIC;
      case GEMINI -> GEMINI;
    };
  }

  private static String stream(List<String> events, String between) {
    return events.stream()
        .map(event -> "data: " + event.replace('\'', '"') + between)
        .collect(Collectors.joining());
  }

  private static void isHello(Api api, String body) throws UnreadableReplyException {
    DecodedReply reply = Samples.decode(api, body);
    assertThat(reply.text()).isEqualTo("Hello");
    assertThat(reply.finish()).isEqualTo(Finish.STOP);
    assertThat(reply.model()).isEqualTo("m1");
    assertThat(reply.tokens()).isEqualTo(new Tokens(20, 0, 0, 0, 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n\n", "\r\n\r\n", "\n", "\n: keep alive\n\n", "\nevent: x\nid: 1\n\n"})
  void aStreamOfEachApiIsJoined(String between) throws UnreadableReplyException {
    for (Api api : Api.values()) {
      isHello(api, stream(events(api), between));
      isHello(api, "\uFEFF: OPENROUTER PROCESSING\n\n" + stream(events(api), between));
    }
    isHello(Api.OPENAI, stream(OPENAI, between) + "data: [DONE]\n\n");
  }

  @Test
  void anArrayOfPartsIsJoinedAsWell() throws UnreadableReplyException {
    isHello(Api.GEMINI, "[" + String.join(",\n", GEMINI).replace('\'', '"') + "]");
    assertThatExceptionOfType(UnreadableReplyException.class)
        .isThrownBy(() -> Samples.decode(Api.GEMINI, "[" + GEMINI.get(0).replace('\'', '"') + "]"))
        .withMessageContaining("breaks off");
  }

  @Test
  void aStreamThatBreaksOffIsNoReply() {
    for (Api api : Api.values()) {
      List<String> events = events(api);
      String cut = stream(events.subList(0, api == Api.ANTHROPIC ? 5 : 1), "\n\n");
      assertThatExceptionOfType(UnreadableReplyException.class)
          .isThrownBy(() -> Samples.decode(api, cut))
          .withMessageContaining("breaks off");
      assertThatExceptionOfType(UnreadableReplyException.class)
          .isThrownBy(() -> Samples.decode(api, cut + "data: {\"cho"))
          .withMessageContaining("breaks off");
    }
  }

  @Test
  void anErrorAfterTextMayHaveBeenBilled() {
    String body =
        stream(List.of(OPENAI.get(0), "{'error':{'code':429,'message':'slow down'}}"), "\n\n");
    assertThatExceptionOfType(UnreadableReplyException.class)
        .isThrownBy(() -> Samples.decode(Api.OPENAI, body))
        .withMessage("the reply is a stream of events that ends in an error: slow down")
        .satisfies(unreadable -> assertThat(unreadable.error()).isNull());
  }

  @Test
  void whatElseIsInTheEventsStays() throws UnreadableReplyException {
    List<String> events =
        List.of(
            "{'model':'m1','service_tier':'priority','choices':[{'index':0,'delta':{'role':"
                + "'assistant','reasoning_content':'hm','tool_calls':[{'index':0,'id':'t','type':"
                + "'function','function':{'name':'f','arguments':'{\\\"a\\\"'}}]}}]}",
            "{'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'function':{'arguments':"
                + "':1}'}}]},'finish_reason':'tool_calls','usage':{'prompt_tokens':5,"
                + "'completion_tokens':1}}]}");
    var reply = ReplyForms.reply(Samples.bytes(stream(events, "\n\n")));

    assertThat(reply.path("service_tier").asText()).isEqualTo("priority");
    assertThat(reply.at("/usage/prompt_tokens").asInt()).isEqualTo(5);
    assertThat(reply.at("/choices/0/message/reasoning_content").asText()).isEqualTo("hm");
    assertThat(reply.at("/choices/0/message/tool_calls/0/function/name").asText()).isEqualTo("f");
    assertThat(reply.at("/choices/0/message/tool_calls/0/function/arguments").asText())
        .isEqualTo("{\"a\":1}");
    assertThat(reply.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
  }

  @Test
  void anthropicsToolIsJoined() throws UnreadableReplyException {
    List<String> events =
        List.of(
            "{'type':'message_start','message':{'model':'m1','usage':{'input_tokens':3,"
                + "'output_tokens':1}}}",
            "{'type':'content_block_start','index':1,'content_block':{'type':'tool_use','id':'t',"
                + "'name':'draft','input':{}}}",
            "{'type':'content_block_delta','index':1,'delta':{'type':'input_json_delta',"
                + "'partial_json':'{\\\"a\\\":'}}",
            "{'type':'content_block_delta','index':1,'delta':{'type':'input_json_delta',"
                + "'partial_json':'1}'}}",
            "{'type':'message_delta','delta':{'stop_reason':'tool_use'},'usage':{'output_tokens':9}}");
    DecodedReply reply = Samples.decode(Api.ANTHROPIC, stream(events, "\n\n"));

    assertThat(reply.text()).isEqualTo("{\"a\":1}");
    assertThat(reply.tokens()).isEqualTo(new Tokens(3, 0, 0, 0, 9));
  }

  @Test
  void otherForms() throws UnreadableReplyException {
    String chat =
        "{'model':'m1','choices':[{'message':{'role':'assistant','content':'Hello'},"
                .replace('\'', '"')
            + "'finish_reason':'stop'}],'usage':{'prompt_tokens':20,'completion_tokens':2}}"
                .replace('\'', '"');
    Stream.of(
            chat,
            "\n\n  \r\n" + chat,
            ": OPENROUTER PROCESSING\n\n: OPENROUTER PROCESSING\n\n" + chat,
            ": x\r\n\r\n" + chat.replace(",", ",\n"),
            "data: " + chat + "\n\n",
            "[" + chat + "]",
            "\uFEFF" + chat,
            chat + "\n\n: keep alive\n",
            "{'model':'m1','object':'text_completion','choices':[{'index':0,'text':'Hello',"
                    .replace('\'', '"')
                + "'finish_reason':'stop'}],'usage':{'prompt_tokens':20,'completion_tokens':2}}"
                    .replace('\'', '"'))
        .forEach(
            body -> {
              try {
                isHello(Api.OPENAI, body);
              } catch (UnreadableReplyException e) {
                throw new AssertionError(body, e);
              }
            });
  }
}
