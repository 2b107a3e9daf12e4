package org.batchrunner.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.batchrunner.money.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Usage is money: what it says is read as it is meant, and where it is in doubt, the dear way. */
class UsageTest {

  private static final String OPENAI =
      "{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}],\"usage\":%s}";
  private static final String ANTHROPIC =
      "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}],\"usage\":%s}";
  private static final String GEMINI =
      "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hi\"}]}}],\"usageMetadata\":%s}";

  private static void check(Api api, String reply, String usage, String tokens)
      throws UnreadableReplyException {
    Tokens read = Samples.decode(api, reply.formatted(usage.replace('\'', '"'))).tokens();
    if (tokens.equals("unknown")) {
      assertThat(read).as(usage).isNull();
      return;
    }
    List<Long> kinds = List.of(tokens.split(" ")).stream().map(Long::valueOf).toList();
    assertThat(read)
        .as(usage)
        .isEqualTo(
            new Tokens(kinds.get(0), kinds.get(1), kinds.get(2), kinds.get(3), kinds.get(4)));
  }

  /** The columns: usage; then input, cache read, cache write, cache write for an hour, output. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // as documented
        "{'prompt_tokens':10,'completion_tokens':5,'total_tokens':15} | 10 0 0 0 5",
        "{'prompt_tokens':100,'completion_tokens':5,'total_tokens':105,'prompt_tokens_details':"
            + "{'cached_tokens':60}} | 40 60 0 0 5",
        "{'prompt_tokens':100,'completion_tokens':5,'prompt_tokens_details':"
            + "{'cached_tokens':60,'cache_write_tokens':30}} | 10 60 30 0 5",
        "{'prompt_tokens':10,'completion_tokens':50,'total_tokens':60,'completion_tokens_details':"
            + "{'reasoning_tokens':40}} | 10 0 0 0 50",
        "{'prompt_tokens':10,'completion_tokens':5,'prompt_tokens_details':null,"
            + "'completion_tokens_details':null} | 10 0 0 0 5",
        // gateways that name cache writes as Anthropic does
        "{'prompt_tokens':100,'completion_tokens':5,'cache_creation_input_tokens':30} | 70 0 30 0 5",
        "{'prompt_tokens':100,'completion_tokens':5,'prompt_tokens_details':"
            + "{'cache_creation_tokens':30}} | 70 0 30 0 5",
        // reasoning beside the completion
        "{'prompt_tokens':10,'completion_tokens':5,'total_tokens':55,'completion_tokens_details':"
            + "{'reasoning_tokens':40}} | 10 0 0 0 45",
        "{'prompt_tokens':10,'completion_tokens':5,'completion_tokens_details':"
            + "{'reasoning_tokens':40}} | 10 0 0 0 45",
        "{'prompt_tokens':10,'completion_tokens':5,'total_tokens':115} | 10 0 0 0 105",
        // totals that are too low
        "{'prompt_tokens':10,'completion_tokens':5,'total_tokens':0} | 10 0 0 0 5",
        "{'prompt_tokens':10,'completion_tokens':5,'total_tokens':12} | 10 0 0 0 5",
        // more from the cache than there is: counted beside the rest
        "{'prompt_tokens':10,'completion_tokens':5,'prompt_tokens_details':"
            + "{'cached_tokens':60}} | 10 60 0 0 5",
        "{'prompt_tokens':10,'completion_tokens':5,'total_tokens':75,'prompt_tokens_details':"
            + "{'cached_tokens':60}} | 10 60 0 0 5",
        "{'prompt_tokens':10,'completion_tokens':5,'prompt_tokens_details':"
            + "{'cached_tokens':8,'cache_write_tokens':7}} | 10 8 7 0 5",
        // caches in the fields of other vendors: DeepSeek, Moonshot, xAI, gateways to Anthropic
        "{'prompt_tokens':100,'completion_tokens':5,'total_tokens':105,'prompt_cache_hit_tokens':60,"
            + "'prompt_cache_miss_tokens':40} | 40 60 0 0 5",
        "{'completion_tokens':5,'prompt_cache_hit_tokens':60,'prompt_cache_miss_tokens':40}"
            + " | 40 60 0 0 5",
        "{'prompt_tokens':100,'completion_tokens':5,'total_tokens':105,'cached_tokens':60}"
            + " | 40 60 0 0 5",
        "{'prompt_tokens':100,'completion_tokens':5,'total_tokens':145,'prompt_tokens_details':"
            + "{'cached_tokens':60,'text_tokens':100},'completion_tokens_details':"
            + "{'reasoning_tokens':40}} | 40 60 0 0 45",
        "{'prompt_tokens':100,'completion_tokens':5,'cache_read_input_tokens':60} | 40 60 0 0 5",
        "{'prompt_tokens':100,'completion_tokens':5,'cache_creation_input_tokens':30,"
            + "'cache_creation':{'ephemeral_1h_input_tokens':20,'ephemeral_5m_input_tokens':10}}"
            + " | 70 0 10 20 5",
        "{'input_tokens':100,'output_tokens':5,'input_tokens_details':{'cached_tokens':60}}"
            + " | 40 60 0 0 5",
        "{'input_tokens':10,'output_tokens':5,'cache_read_input_tokens':6} | 10 6 0 0 5",
        // parts that are missing
        "{'prompt_tokens':10,'total_tokens':15} | 10 0 0 0 5",
        "{'completion_tokens':5,'total_tokens':15} | 10 0 0 0 5",
        "{'prompt_tokens':10} | unknown",
        "{'completion_tokens':5} | unknown",
        "{'total_tokens':15} | unknown",
        "{'prompt_tokens':10,'total_tokens':5} | unknown",
        "{} | unknown",
        "null | unknown",
        "[] | unknown",
        "'many' | unknown",
        // numbers that are none
        "{'prompt_tokens':'10','completion_tokens':'5'} | 10 0 0 0 5",
        "{'prompt_tokens':10.0,'completion_tokens':5.0} | 10 0 0 0 5",
        "{'prompt_tokens':-10,'completion_tokens':5} | unknown",
        "{'prompt_tokens':10,'completion_tokens':-5,'total_tokens':15} | unknown",
        "{'prompt_tokens':10,'completion_tokens':5.5} | unknown",
        "{'prompt_tokens':'ten','completion_tokens':5} | unknown",
        "{'prompt_tokens':10,'completion_tokens':5,'total_tokens':'lots'} | unknown",
        "{'prompt_tokens':10,'completion_tokens':5,'total_tokens':-1} | unknown",
        "{'prompt_tokens':10,'completion_tokens':5,'prompt_tokens_details':"
            + "{'cached_tokens':-5}} | unknown",
        "{'prompt_tokens':10,'completion_tokens':5,'prompt_tokens_details':"
            + "{'cache_write_tokens':'x'}} | unknown",
        "{'prompt_tokens':10,'completion_tokens':5,'completion_tokens_details':"
            + "{'reasoning_tokens':true}} | unknown",
        "{'prompt_tokens':99999999999999999999,'completion_tokens':5} | unknown",
        "{'prompt_tokens':10,'completion_tokens':1e12} | unknown",
        "{'prompt_tokens':0,'completion_tokens':5} | unknown",
        "{'prompt_tokens':10,'completion_tokens':0} | unknown"
      })
  void openAi(String usage, String tokens) throws UnreadableReplyException {
    check(Api.OPENAI, OPENAI, usage, tokens);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'input_tokens':10,'output_tokens':5} | 10 0 0 0 5",
        "{'input_tokens':10,'output_tokens':5,'cache_creation_input_tokens':null,"
            + "'cache_read_input_tokens':null} | 10 0 0 0 5",
        "{'input_tokens':10,'output_tokens':5,'cache_read_input_tokens':60} | 10 60 0 0 5",
        "{'input_tokens':10,'output_tokens':5,'cache_creation_input_tokens':30} | 10 0 30 0 5",
        "{'input_tokens':10,'output_tokens':5,'cache_creation_input_tokens':30,'cache_creation':"
            + "{'ephemeral_5m_input_tokens':30,'ephemeral_1h_input_tokens':0}} | 10 0 30 0 5",
        "{'input_tokens':10,'output_tokens':5,'cache_creation_input_tokens':30,'cache_creation':"
            + "{'ephemeral_5m_input_tokens':10,'ephemeral_1h_input_tokens':20}} | 10 0 10 20 5",
        "{'input_tokens':0,'output_tokens':5,'cache_read_input_tokens':60} | 0 60 0 0 5",
        // what the sum has over its kinds may be the dearer one
        "{'input_tokens':10,'output_tokens':5,'cache_creation_input_tokens':50,'cache_creation':"
            + "{'ephemeral_5m_input_tokens':10,'ephemeral_1h_input_tokens':20}} | 10 0 10 40 5",
        // kinds over their sum
        "{'input_tokens':10,'output_tokens':5,'cache_creation_input_tokens':5,'cache_creation':"
            + "{'ephemeral_5m_input_tokens':10,'ephemeral_1h_input_tokens':20}} | 10 0 10 20 5",
        "{'input_tokens':10,'output_tokens':5,'cache_creation':"
            + "{'ephemeral_1h_input_tokens':20}} | 10 0 0 20 5",
        "{'input_tokens':10} | unknown",
        "{'output_tokens':5} | unknown",
        "{'input_tokens':-1,'output_tokens':5} | unknown",
        "{'input_tokens':10,'output_tokens':0} | unknown",
        "{'input_tokens':10,'output_tokens':5,'cache_creation_input_tokens':-30} | unknown",
        "{'input_tokens':10,'output_tokens':5,'cache_read_input_tokens':'x'} | unknown",
        "{} | unknown"
      })
  void anthropic(String usage, String tokens) throws UnreadableReplyException {
    check(Api.ANTHROPIC, ANTHROPIC, usage, tokens);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'promptTokenCount':10,'candidatesTokenCount':5,'totalTokenCount':15} | 10 0 0 0 5",
        "{'promptTokenCount':10,'candidatesTokenCount':5,'thoughtsTokenCount':40,"
            + "'totalTokenCount':55} | 10 0 0 0 45",
        "{'promptTokenCount':100,'candidatesTokenCount':5,'cachedContentTokenCount':60}"
            + " | 40 60 0 0 5",
        "{'promptTokenCount':10,'candidatesTokenCount':5,'toolUsePromptTokenCount':7,"
            + "'totalTokenCount':22} | 17 0 0 0 5",
        // thoughts that only the total has
        "{'promptTokenCount':10,'candidatesTokenCount':5,'totalTokenCount':55} | 10 0 0 0 45",
        "{'promptTokenCount':10,'totalTokenCount':55} | 10 0 0 0 45",
        "{'promptTokenCount':10,'thoughtsTokenCount':40,'totalTokenCount':50} | 10 0 0 0 40",
        "{'promptTokenCount':10,'candidatesTokenCount':5,'totalTokenCount':3} | 10 0 0 0 5",
        "{'promptTokenCount':10,'candidatesTokenCount':5,'cachedContentTokenCount':60,"
            + "'totalTokenCount':75} | 10 60 0 0 5",
        "{'promptTokenCount':10,'thoughtsTokenCount':40} | unknown",
        "{'promptTokenCount':10} | unknown",
        "{'candidatesTokenCount':5,'totalTokenCount':15} | unknown",
        "{'promptTokenCount':10,'candidatesTokenCount':-5} | unknown",
        "{'promptTokenCount':10,'candidatesTokenCount':5,'thoughtsTokenCount':'x'} | unknown",
        "{'promptTokenCount':0,'candidatesTokenCount':5} | unknown",
        "{} | unknown"
      })
  void gemini(String usage, String tokens) throws UnreadableReplyException {
    check(Api.GEMINI, GEMINI, usage, tokens);
  }

  /** The columns: usage, the limits of prompt and output; then input and output. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'prompt_tokens':9,'completion_tokens':7,'total_tokens':971} | 50 | 9 7",
        "{'prompt_tokens':9,'completion_tokens':7,'total_tokens':971} | 962 | 9 962",
        "{'prompt_tokens':9,'completion_tokens':7,'total_tokens':971} | 961 | 9 7",
        "{'prompt_tokens':9,'completion_tokens':70,'total_tokens':971} | 50 | 9 70",
        "{'prompt_tokens':9,'total_tokens':971} | 50 | unknown",
        "{'prompt_tokens':9,'total_tokens':59} | 50 | 9 50",
        "{'completion_tokens':7,'total_tokens':971} | 50 | unknown",
      })
  void whatOnlyATotalHasIsBelievedUpToTheLimits(String usage, int limit, String tokens)
      throws UnreadableReplyException {
    DecodedReply reply =
        Api.OPENAI.decode(
            Samples.bytes(OPENAI.formatted(usage.replace('\'', '"'))),
            java.util.Map.of(),
            "m",
            new Bounds(500, limit));
    String[] parts = tokens.split(" ");
    assertThat(reply.tokens())
        .isEqualTo(
            parts.length == 1
                ? null
                : Tokens.of(Long.parseLong(parts[0]), Long.parseLong(parts[1])));
    boolean believed = tokens.equals("9 962") || tokens.equals("9 50");
    assertThat(reply.billing().notes()).hasSize(believed ? 0 : 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":0}}",
        "{\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":7}}",
        "{\"choices\":[]}"
      })
  void whatIsNoReplyCostsWhatItMay(String body) {
    assertThat(unreadable(body).tokens()).isNull();
  }

  @Test
  void whatIsNoReplyButWasPaidForCostsThat() {
    UnreadableReplyException reply =
        unreadable(
            "{\"model\":\"gpt-4o\",\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":7}}");

    assertThat(reply.tokens()).isEqualTo(Tokens.of(10, 7));
    assertThat(reply.model()).isEqualTo("gpt-4o");
  }

  private static UnreadableReplyException unreadable(String body) {
    try {
      Samples.decode(Api.OPENAI, body);
      throw new AssertionError("read: " + body);
    } catch (UnreadableReplyException e) {
      return e;
    }
  }
}
