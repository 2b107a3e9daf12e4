package org.batchrunner.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.batchrunner.common.Json;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Prompt;

/** No tokenizer counts more than the bound, whatever the text. */
class TokenBoundPropertiesTest {

  private static final EncodingRegistry REGISTRY = Encodings.newLazyEncodingRegistry();
  private static final List<Encoding> ENCODINGS =
      List.of(
          REGISTRY.getEncoding(EncodingType.O200K_BASE),
          REGISTRY.getEncoding(EncodingType.CL100K_BASE),
          REGISTRY.getEncoding(EncodingType.R50K_BASE));

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> any =
        Arbitraries.integers()
            .between(1, Character.MAX_CODE_POINT)
            .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
            .map(Character::toString)
            .list()
            .ofMaxSize(200)
            .map(list -> String.join("", list));
    Arbitrary<String> nasty =
        Arbitraries.of(
                "😀",
                "👩‍👩‍👧‍👦",
                "🇩🇪",
                "\u0000",
                "\u0001",
                "\t",
                "\n",
                "\"",
                "\\",
                "é",
                "e\u0301",
                "数学",
                "ﷺ",
                "𝔘",
                "\u200b",
                "\u202e",
                " ",
                "<|endoftext|>",
                "<|im_start|>",
                "aaaaaaaa")
            .list()
            .ofMaxSize(100)
            .map(list -> String.join("", list));
    return Arbitraries.oneOf(any, nasty, Arbitraries.strings().ascii().ofMaxLength(500));
  }

  @Property(tries = 500)
  void coversEveryText(@ForAll("texts") String system, @ForAll("texts") String user) {
    for (ProviderSettings provider :
        List.of(Samples.openAi(), Samples.anthropic(), Samples.google())) {
      Prompt prompt =
          new Prompt(
              system,
              user.length() % 2 == 0 ? null : system,
              user,
              Json.read("{\"type\":\"object\",\"properties\":{}}", JsonNode.class),
              "draft",
              10,
              null,
              Map.of(),
              null);
      byte[] request =
          provider.api().encode(provider, new ModelId(provider.name(), "some-model"), prompt);
      long bound = TokenBound.prompt(provider.api(), "some-model", request);

      for (Encoding encoding : ENCODINGS) {
        int counted =
            encoding.countTokensOrdinary(system)
                + encoding.countTokensOrdinary(PromptText.user(prompt))
                + encoding.countTokensOrdinary(String.valueOf(prompt.schema()))
                + 20;
        assertThat(bound).isGreaterThanOrEqualTo(counted);
      }
      assertThat(bound).isLessThanOrEqualTo(TokenBound.ofBytes(request.length));
    }
  }

  /** A request is UTF-8, in which each character has its four bytes at most. */
  @Property(tries = 500)
  void requestsAreAsLongAsTheirTexts(@ForAll("texts") String text) {
    byte[] request =
        Api.OPENAI.encode(
            Samples.openAi(), new ModelId("openai", "gpt-4o"), Prompt.text(null, text, 10));

    String decoded = new String(request, StandardCharsets.UTF_8);
    assertThat(Json.read(decoded, JsonNode.class).at("/messages/0/content").asText())
        .isEqualTo(text);
    long escapes = text.chars().filter(c -> c < 0x20 || c == '"' || c == '\\').count();
    assertThat((long) request.length)
        .isLessThan(text.getBytes(StandardCharsets.UTF_8).length + 5 * escapes + 120);
  }

  @Example
  void longTextsOfEmojiTakeFourBytesEach() {
    byte[] request =
        Api.OPENAI.encode(
            Samples.openAi(),
            new ModelId("openai", "gpt-4o"),
            Prompt.text(null, "a" + "😀".repeat(100_000), 10));

    assertThat(request.length).isBetween(400_000, 400_120);
  }

  @Example
  void picturesAreDearerThanTheirAddresses() {
    byte[] request =
        Samples.bytes(
            "{\"messages\":[{\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":"
                + "\"https://x.example/1.png\"}}]}]}");

    assertThat(TokenBound.prompt(Api.OPENAI, "gpt-4o", request)).isGreaterThan(50_000);
  }
}
