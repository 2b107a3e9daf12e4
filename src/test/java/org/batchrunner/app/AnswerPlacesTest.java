package org.batchrunner.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.batchrunner.common.Json;
import org.batchrunner.stub.Reaction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer that was paid for is in the result, wherever the reply has it. */
class AnswerPlacesTest {

  private static final String LINE =
      "{'custom_id':'c','method':'POST','url':'/v1/chat/completions','body':{'model':'gpt-4o-mini',"
          + "'messages':[{'role':'user','content':'Review %d: great!'}],'max_tokens':50,%s}}";
  private static final String TOOLS =
      "'tools':[{'type':'function','function':{'name':'extract','parameters':{'type':'object'}}}]";

  @RegisterExtension private static final PaidReplies replies = PaidReplies.kept();

  private JsonNode line(String field, Reaction reply) {
    replies.stub.enqueue(reply);
    String line = LINE.formatted(replies.next(), field).replace('\'', '"');
    return replies.outcome("batch.jsonl", line + "\n", List.of()).results().get(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        TOOLS
            + " | 'tool_calls':[{'id':'1','type':'function','function':{'name':'extract','arguments':"
            + "'{\\'score\\': 9}'}}] | tool_calls | {'score': 9}",
        TOOLS
            + " | 'tool_calls':[{'id':'1','type':'function','function':{'name':'extract','arguments':"
            + "{'score':9}}}] | stop | {'score':9}",
        "'functions':[{'name':'extract','parameters':{'type':'object'}}] | 'function_call':{'name':"
            + "'extract','arguments':'{\\'score\\': 9}'} | function_call | {'score': 9}",
        TOOLS
            + " | 'tool_calls':[{'function':{'name':'a','arguments':'{\\'n\\':1}'}},{'function':{'name':"
            + "'b','arguments':'{}'}}] | tool_calls |"
            + " [{'name':'a','arguments':{'n':1}},{'name':'b','arguments':{}}]",
      })
  void theArgumentsOfAFunctionAreTheAnswer(
      String field, String calls, String finish, String answer) {
    JsonNode result =
        line(
            field,
            PaidReplies.choice(
                "'message':{'content':null," + calls + "},'finish_reason':'" + finish + "'"));
    assertThat(result.path("status").asText()).as("%s", result).isEqualTo("published");
    assertThat(result.path("text").asText().replace('"', '\'')).isEqualTo(answer);
  }

  @Test
  void aCallOfAToolThatNobodyGaveIsNoAnswer() {
    JsonNode result =
        replies.result(
            PaidReplies.choice(
                "'message':{'content':null,'tool_calls':[{'function':{'name':'x','arguments':'{}'}}]},"
                    + "'finish_reason':'tool_calls'"));
    assertThat(result.path("status").asText()).isEqualTo("none");
    assertThat(result.path("reason").asText()).contains("called a tool");
    assertThat(result.path("drafts").path(0).path("text").asText()).isEqualTo("{}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'content':{'type':'text','text':'Hi'} | Hi",
        "'content':[{'type':'thinking','thinking':[{'type':'text','text':'hm'}]},"
            + "{'type':'text','text':'Hi'}] | Hi",
        "'content':[{'type':'output_text','text':{'value':'Hi'}}] | Hi",
        "'content':null,'audio':{'id':'a','data':'QQ==','transcript':'Hi'} | Hi",
        "'content':[{'type':'output_json','json':{'a':1}}] | {'type':'output_json','json':{'a':1}}",
        "'content':{'a':1} | {'a':1}",
      })
  void anAnswerInPartsOrObjectsIsTheText(String message, String text) {
    JsonNode result =
        replies.result(PaidReplies.choice("'message':{" + message + "},'finish_reason':'stop'"));
    assertThat(result.path("status").asText()).as("%s", result).isEqualTo("published");
    assertThat(result.path("text").asText().replace('"', '\'')).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'content':'','reasoning_content':'It is Paris.'",
        "'content':null,'reasoning':'It is Paris.'",
        "'content':null,'some_new_place':{'answer':'It is Paris.'}",
        "'content':[]  ,'annotations':['It is Paris.']",
      })
  void whatHasNoTextIsKeptWholeInTheResultAndInTheLedger(String message) throws Exception {
    List<String> before =
        Ledgers.texts(replies.home(), "SELECT raw FROM reply WHERE raw IS NOT NULL");
    JsonNode result =
        replies.result(PaidReplies.choice("'message':{" + message + "},'finish_reason':'stop'"));
    assertThat(result.path("status").asText()).isEqualTo("none");
    assertThat(result.path("reason").asText()).contains("its answer is empty");
    String raw = result.path("drafts").path(0).path("raw").asText();
    assertThat(Json.MAPPER.readTree(raw).path("choices").toString()).contains("It is Paris.");
    List<String> kept =
        Ledgers.texts(replies.home(), "SELECT raw FROM reply WHERE raw IS NOT NULL");
    before.forEach(kept::remove);
    assertThat(kept).containsExactly(Json.write(raw));
  }

  @Test
  void aFunctionCallOfGeminiIsTheAnswer() {
    JsonNode result =
        replies.result(
            List.of("--debaters", "google/gemini-2.5-flash"),
            PaidReplies.body(
                "{'candidates':[{'finishReason':'STOP','content':{'parts':[{'functionCall':{'name':'f',"
                    + "'args':{'score':9}}}]}}],'usageMetadata':{'promptTokenCount':20,"
                    + "'candidatesTokenCount':10,'totalTokenCount':30},'modelVersion':'gemini-2.5-flash'}"));
    assertThat(result.path("text").asText()).isEqualTo("{\"score\":9}");
    assertThat(result.path("status").asText()).isEqualTo("published");
  }

  @Test
  void whatIsNoReplyButWasPaidForIsKept() {
    Reaction responses =
        PaidReplies.body(
            "{'object':'response','output':[{'type':'message','content':[{'type':'output_text',"
                + "'text':'It is Paris.'}]}],'usage':{'prompt_tokens':20,'completion_tokens':10}}");
    JsonNode result = replies.result(List.of("--max-attempts", "1"), responses);
    assertThat(result.path("status").asText()).isEqualTo("failed");
    assertThat(result.path("drafts").path(0).path("raw").asText()).contains("It is Paris.");
  }

  @Test
  void theKeyIsInNoReplyThatIsKept() {
    JsonNode result =
        replies.result(
            PaidReplies.choice(
                "'message':{'content':'','echo':'Bearer sk-very-secret-key'},'finish_reason':'stop'"));
    assertThat(result.toString()).contains("sk-very-secret-key");
    replies.program.set("providers.openai.api-key", "sk-very-secret-key");
    JsonNode keyed =
        replies.result(
            PaidReplies.choice(
                "'message':{'content':'','echo':'Bearer sk-very-secret-key'},'finish_reason':'stop'"));
    assertThat(keyed.toString()).doesNotContain("sk-very-secret-key").contains("[key]");
  }
}
