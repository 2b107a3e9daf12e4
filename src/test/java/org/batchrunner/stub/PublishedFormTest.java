package org.batchrunner.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import org.batchrunner.common.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schemas can fail: unknown fields, enums in lower case, values out of range. */
class PublishedFormTest {

  private static final String GEMINI =
      "{'contents':[{'role':'user','parts':[{'text':'Hi'}]}],'generationConfig':{'maxOutputTokens':9%s}}";
  private static final String CLAUDE =
      "{'model':'claude','max_tokens':2000,'messages':[{'role':'user','content':'Hi'}]%s}";
  private static final String OPENAI =
      "{'model':'gpt-4o','max_tokens':9,'messages':[{'role':'user','content':'Hi'}]%s}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GEMINI | true | ,'responseMimeType':'application/json','responseSchema':{'type':'OBJECT','properties':{'a':{'type':'STRING'}}}",
        "GEMINI | false | ,'responseMimeType':'application/json','responseSchema':{'type':'object'}",
        "GEMINI | false | ,'responseMimeType':'application/json','responseSchema':{'type':'OBJECT','properties':{'a':{'type':'string'}}}",
        "GEMINI | false | ,'responseMimeType':'application/json','responseSchema':{'type':'OBJECT','additionalProperties':false}",
        "GEMINI | false | ,'responseSchema':{'type':'OBJECT'}",
        "GEMINI | false | ,'temperature':2.5",
        "GEMINI | false | ,'max_tokens':5",
        "ANTHROPIC | true | ,'temperature':1,'thinking':{'type':'enabled','budget_tokens':1024}",
        "ANTHROPIC | false | ,'temperature':0.3,'thinking':{'type':'enabled','budget_tokens':1024}",
        "ANTHROPIC | false | ,'thinking':{'type':'enabled','budget_tokens':512}",
        "ANTHROPIC | false | ,'temperature':1.5",
        "ANTHROPIC | false | ,'max_completion_tokens':5",
        "ANTHROPIC | false | ,'tool_choice':{'type':'tool','name':'a'}",
        "OPENAI | true | ,'reasoning_effort':'low','response_format':{'type':'json_object'}",
        "OPENAI | false | ,'max_completion_tokens':9",
        "OPENAI | false | ,'topP':0.5",
        "OPENAI | false | ,'reasoning_effort':'LOW'",
        "OPENAI | false | ,'response_format':{'type':'json_schema','json_schema':{'name':'a','strict':true,'schema':{'type':'object','properties':{},'required':[]}}}"
      })
  void knowsWhatIsPublished(Api api, boolean right, String fields) {
    String form =
        switch (api) {
          case OPENAI -> OPENAI;
          case ANTHROPIC -> CLAUDE;
          case GEMINI -> GEMINI;
        };
    JsonNode body = Json.read(form.formatted(fields).replace('\'', '"'), JsonNode.class);

    assertThat(PublishedForm.faults(api, body).isEmpty())
        .as("%s", PublishedForm.faults(api, body))
        .isEqualTo(right);
  }

  @Test
  void aStubThatWasAskedOtherwiseFailsItsTest() {
    ModelStub stub = ModelStub.start();
    stub.journal().malformed("OPENAI: a request");

    assertThatThrownBy(stub::close)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("OPENAI");
  }
}
