package org.batchrunner.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.batchrunner.money.Tokens;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Prompt;
import org.junit.jupiter.api.Test;

class BasicTest {

  @Test
  void firstLook() throws Exception {
    ModelId model = ModelId.parse("openai/gpt-4o-mini");
    Prompt prompt = Prompt.text("Be short.", "Hello", 100);
    byte[] request = Api.OPENAI.encode(Samples.openAi(), model, prompt);
    assertThat(new String(request, java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"system\",\"content\":\"Be short.\"},"
                + "{\"role\":\"user\",\"content\":\"Hello\"}],\"max_completion_tokens\":100}");
    Decoded decoded =
        Samples.decode(
            Api.OPENAI,
            "{\"model\":\"gpt-4o-mini-2024-07-18\",\"choices\":[{\"message\":{\"content\":\"Hi\"},"
                + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":1}}");
    assertThat(decoded.text()).isEqualTo("Hi");
    assertThat(decoded.tokens()).isEqualTo(Tokens.of(10, 1));
    assertThat(Samples.outcome(Api.OPENAI, 429, Map.of("retry-after", "1.5"), "{}").retryAfter())
        .hasValue(java.time.Duration.ofMillis(1500));
    Pace pace =
        new Pace(new Providers(java.util.List.of(Samples.openAi())), java.time.Clock.systemUTC());
    assertThat(pace.await("openai", 10, () -> true)).isTrue();
    pace.succeeded("openai", Map.of());
    assertThat(pace.limit("openai")).isEqualTo(1000);
    assertThat(new MockModel().answer(prompt).text()).startsWith("[mock]");
  }
}
