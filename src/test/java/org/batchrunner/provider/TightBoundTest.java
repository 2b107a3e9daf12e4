package org.batchrunner.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.batchrunner.common.Json;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Prompt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counted bounds are lower than bytes, and still bounds. */
class TightBoundTest {

  private static final Encoding O200K =
      Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
  private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{}}";

  private static Prompt prompt(@Nullable String system, String user) {
    return new Prompt(
        system, null, user, Json.read(SCHEMA, JsonNode.class), "draft", 100, null, Map.of(), null);
  }

  private static byte[] encode(ProviderSettings provider, String model, Prompt prompt) {
    return provider.api().encode(provider, new ModelId(provider.name(), model), prompt);
  }

  private static long bound(ProviderSettings provider, String model, Prompt prompt) {
    return TokenBound.prompt(provider, model, encode(provider, model, prompt), prompt);
  }

  /**
   * As OpenAI documents it: texts, schema, four tokens around each message, three for the reply.
   */
  private static long counted(Prompt prompt) {
    return (long) O200K.countTokensOrdinary(String.valueOf(prompt.system()))
        + O200K.countTokensOrdinary(prompt.user())
        + O200K.countTokensOrdinary(String.valueOf(prompt.schema()))
        + 4 * 2
        + 3;
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "word ",
            "Word",
            " the quick brown fox",
            "\n",
            "\n\n",
            "  ",
            "\t",
            "😀",
            "👩‍👩‍👧‍👦",
            "数学",
            "é",
            "e\u0301",
            "\"",
            "\\",
            "123",
            "4567",
            "'s",
            "'LL",
            "ſ",
            "/",
            "\r\n",
            "<|endoftext|>",
            "ﷺ",
            "𝔘",
            "\u0001",
            "ä",
            "ß",
            "क्षि",
            "ไทย",
            "!?",
            "...",
            "http://x.example/a?b=c&d=e")
        .list()
        .ofMaxSize(1500)
        .map(list -> String.join("", list));
  }

  @Property(tries = 300)
  void coversEveryText(@ForAll("texts") String system, @ForAll("texts") String user) {
    Prompt prompt = prompt(system, user);
    byte[] request = encode(Samples.openAi(), "gpt-4o", prompt);

    long bound = bound(Samples.openAi(), "gpt-4o", prompt);

    assertThat(bound).isGreaterThanOrEqualTo(counted(prompt));
    assertThat(bound).isLessThanOrEqualTo(TokenBound.prompt(Api.OPENAI, "gpt-4o", request));
  }

  @Test
  void isAFourthOfTheBytesOfAnEnglishText() {
    String text = "A report on what the warehouse holds, and what it is good for. ".repeat(300);
    Prompt prompt = prompt("Be short.", text);

    long bound = bound(Samples.openAi(), "gpt-4o-mini", prompt);

    assertThat(bound).isGreaterThanOrEqualTo(counted(prompt));
    assertThat((double) bound).isLessThan(text.length() / 3.5);
  }

  @Test
  void shortTextsAreNotCounted() {
    Prompt prompt = prompt(null, "What is this? ".repeat(50));
    byte[] request = encode(Samples.openAi(), "gpt-4o", prompt);

    assertThat(bound(Samples.openAi(), "gpt-4o", prompt))
        .isEqualTo(TokenBound.prompt(Api.OPENAI, "gpt-4o", request));
  }

  /** Texts that tokenizers are slow at stay at their bytes. */
  @Test
  @Timeout(20)
  void hostileTextsTakeNoTime() {
    for (String text :
        List.of(
            "a".repeat(399_000),
            " ".repeat(399_000),
            "\n".repeat(399_000),
            "!".repeat(399_000),
            "word ".repeat(10_000_000),
            "😀".repeat(90_000))) {
      Prompt prompt = prompt(null, text);
      byte[] request = encode(Samples.openAi(), "gpt-4o", prompt);

      assertThat(bound(Samples.openAi(), "gpt-4o", prompt))
          .isEqualTo(TokenBound.prompt(Api.OPENAI, "gpt-4o", request));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-4o, O200K_BASE",
    "gpt-4o-mini-2024-07-18, O200K_BASE",
    "chatgpt-4o-latest, O200K_BASE",
    "ft:gpt-4o-mini:me::1, O200K_BASE",
    "gpt-4.1-nano, O200K_BASE",
    "o1, O200K_BASE",
    "o3-mini, O200K_BASE",
    "o4-mini-2025-04-16, O200K_BASE",
    "gpt-5, O200K_BASE",
    "gpt-5-mini, O200K_BASE",
    "gpt-5-2025-08-07, O200K_BASE",
    "gpt-4, CL100K_BASE",
    "gpt-4-turbo, CL100K_BASE",
    "gpt-4-0613, CL100K_BASE",
    "gpt-3.5-turbo-0125, CL100K_BASE",
    "gpt-5.4, BYTES",
    "gpt-6, BYTES",
    "gpt-4o-audio-preview, BYTES",
    "gpt-4o-search-preview, BYTES",
    "o3-deep-research, BYTES",
    "gpt-4-vision-preview, BYTES",
    "o10, BYTES",
    "llama3, BYTES",
    "my-gpt-4o, BYTES",
    "gpt-4.2, BYTES"
  })
  void onlyWhatIsKnownIsCounted(String model, Tokenizer tokenizer) {
    assertThat(Tokenizer.named(model)).isEqualTo(tokenizer);
  }

  @Test
  void otherServersCountAsTheyLike() {
    ProviderSettings local =
        Samples.settings("local", Api.OPENAI, "http://localhost:8000/v1", null);
    ProviderSettings gateway =
        new ProviderSettings(
            "gateway",
            Api.OPENAI,
            URI.create("http://localhost:8000/v1"),
            null,
            List.of(),
            1,
            null,
            null,
            Duration.ofSeconds(1),
            Tokenizer.O200K_BASE);
    Prompt prompt = prompt(null, "What is this? ".repeat(500));

    assertThat(bound(local, "gpt-4o", prompt)).isGreaterThan(7000);
    assertThat(bound(gateway, "gpt-4o", prompt)).isLessThan(3000);
    assertThat(bound(Samples.anthropic(), "claude-haiku-4-5", prompt)).isGreaterThan(7000);
    assertThat(bound(Samples.google(), "gemini-2.5-flash", prompt)).isGreaterThan(7000);
  }

  @Test
  void aWholeRequestStaysAtItsBytes() {
    Prompt body =
        new Prompt(
            null,
            null,
            "x",
            null,
            null,
            5,
            null,
            Map.of(),
            "{\"messages\":[{\"role\":\"user\",\"content\":\"" + "a b ".repeat(2000) + "\"}]}");

    assertThat(bound(Samples.openAi(), "gpt-4o", body)).isGreaterThan(8000);
  }
}
