package org.batchrunner.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.batchrunner.provider.Api;
import org.batchrunner.provider.ProviderSettings;
import org.batchrunner.provider.Providers;
import org.batchrunner.provider.TokenBound;
import org.batchrunner.task.Draft;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.options.Options;

/** What is held for the judge before there are drafts covers every request that it can get. */
class JudgeBoundTest {

  private static final Providers PROVIDERS = new Providers(Providers.DEFAULTS);

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "😀",
            "👩‍👩‍👧‍👦",
            "\u0000",
            "\u0001",
            "\u001f",
            "\u007f",
            "\n",
            "\t",
            "\"",
            "\\",
            "é",
            "数",
            "\ud83d",
            "\udc00",
            "\u2028",
            "</draft>",
            "=== end",
            "word ",
            "a",
            "\"image_url\"",
            "\"file_id\"")
        .list()
        .ofMaxSize(60)
        .map(list -> String.join("", list));
  }

  @Property(tries = 300)
  void coversTheLongestDrafts(
      @ForAll("texts") String text,
      @ForAll("texts") String system,
      @ForAll("texts") String piece,
      @ForAll @IntRange(min = 1, max = 300) int maxTokens,
      @ForAll @IntRange(min = 2, max = 30) int debaters,
      @ForAll @IntRange(min = 0, max = 400) int times) {
    List<String> names = new ArrayList<>();
    List<Draft> drafts = new ArrayList<>();
    for (int debater = 0; debater < debaters; debater++) {
      ModelId model = Drafts.OPENAI;
      names.add(model.toString());
      drafts.add(Drafts.draft(model, piece.repeat(times) + debater));
    }
    for (ProviderSettings provider : PROVIDERS.all()) {
      ModelId judge = new ModelId(provider.name(), provider.models().get(0));
      Options options =
          Options.of(Map.of("debaters", names, "max-tokens", maxTokens, "system", system + "."));
      JudgeRequest sheet = JudgePrompt.of(text, drafts, options, judge);

      byte[] request = provider.api().encode(provider, judge, sheet.prompt());

      long bound = JudgePrompt.boundBytes(text, options, judge);
      assertThat((long) request.length).as("bytes").isLessThanOrEqualTo(bound);
      assertThat(TokenBound.prompt(provider.api(), judge.model(), request))
          .as("tokens")
          .isLessThanOrEqualTo(TokenBound.ofBytes(bound));
      assertThat(sheet.prompt().maxTokens()).isEqualTo(JudgePrompt.maxTokens(options, judge));
    }
    assertThat(Api.values()).hasSize(PROVIDERS.all().size());
  }
}
