package org.batchrunner.batch.run;

import java.net.URI;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.batchrunner.batch.BatchContext;
import org.batchrunner.batch.accept.ModelResolver;
import org.batchrunner.batch.corpus.CorpusRegistry;
import org.batchrunner.common.Sha256;
import org.batchrunner.intake.Template;
import org.batchrunner.money.Dollars;
import org.batchrunner.money.Price;
import org.batchrunner.money.prices.PriceList;
import org.batchrunner.money.prices.PricedModel;
import org.batchrunner.provider.Api;
import org.batchrunner.provider.ProviderSettings;
import org.batchrunner.provider.Providers;
import org.batchrunner.provider.TokenBound;
import org.batchrunner.task.Call;
import org.batchrunner.task.Mode;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Phase;
import org.batchrunner.task.Prompt;
import org.batchrunner.task.Task;
import org.batchrunner.task.Workflow;
import org.batchrunner.task.options.ModelPatterns;
import org.batchrunner.task.options.Option;
import org.batchrunner.task.options.Options;
import org.batchrunner.workflow.DraftPrompt;
import org.batchrunner.workflow.Grounding;
import org.batchrunner.workflow.JudgePrompt;

/** Makes the calls of a task: its requests, and the most that they can cost. */
public final class CallPlanner {

  private static final int KEY_BYTES = 16;

  /** In mock mode models need no provider; their requests are as OpenAI's. */
  private static final ProviderSettings MOCK =
      new ProviderSettings(
          "mock",
          Api.OPENAI,
          URI.create("http://mock"),
          null,
          List.of(),
          1,
          null,
          null,
          Providers.TIMEOUT);

  private final Providers providers;
  private final PriceList prices;
  private final CorpusRegistry corpora;
  private final Clock clock;

  public CallPlanner(Providers providers, PriceList prices, CorpusRegistry corpora, Clock clock) {
    this.providers = providers;
    this.prices = prices;
    this.corpora = corpora;
    this.clock = clock;
  }

  /**
   * @throws IllegalArgumentException if the task can't be asked, with the reason as a sentence
   */
  public PlannedTask prepare(BatchContext context, Task task) {
    Options options = context.optionsFor(task);
    if (task.body() != null && context.grounded()) {
      throw new IllegalArgumentException(
          "nobody was asked: a whole request can't rest on a corpus; drop it without one, or as a"
              + " task");
    }
    String text =
        options
            .template()
            .map(template -> Template.parse(template).render(task))
            .orElse(task.text());
    Grounding grounding = corpora.grounding(context, options, text);
    boolean single = task.body() != null || options.workflow() == Workflow.SINGLE;
    List<ModelId> debaters = single ? options.debaters().subList(0, 1) : options.debaters();
    List<PlannedTask.First> drafts = new ArrayList<>(debaters.size());
    for (ModelId debater : debaters) {
      Prompt prompt = DraftPrompt.of(task, options, debater, text, grounding);
      ModelId model = modelOf(task, debater, options.allowedModels());
      drafts.add(
          new PlannedTask.First(call(context, task.seq(), Phase.DEBATE, model, prompt), prompt));
    }
    boolean judged = !single && options.workflow() == Workflow.DEBATE;
    return new PlannedTask(
        task, options, text, drafts, judged ? judgeWorst(context, options, text) : Dollars.ZERO);
  }

  private static ModelId modelOf(Task task, ModelId debater, List<String> allowed) {
    ModelId model = ModelResolver.named(task, debater);
    if (task.body() != null
        && !allowed.isEmpty()
        && !ModelPatterns.of(Option.ALLOWED_MODELS, allowed).matches(model)) {
      throw new IllegalArgumentException(
          "nobody was asked: the request names %s, which allowed-models (%s) does not permit"
              .formatted(model, String.join(", ", allowed)));
    }
    return model;
  }

  /** A call of a run, with the most that one attempt at it can cost. */
  Call call(BatchContext context, int seq, Phase phase, ModelId model, Prompt prompt) {
    ProviderSettings provider = provider(context, model);
    byte[] request = provider.api().encode(provider, model, prompt);
    boolean mock = context.mode() == Mode.MOCK;
    long bound = mock ? 0 : TokenBound.prompt(provider, model.model(), request, prompt);
    return new Call(
        context.batch(),
        seq,
        phase,
        model,
        request,
        key(context, model, request),
        bound,
        prompt.maxTokens(),
        mock ? Dollars.ZERO : price(model).worst(bound, prompt.maxTokens()));
  }

  private Dollars judgeWorst(BatchContext context, Options options, String text) {
    if (context.mode() == Mode.MOCK) {
      return Dollars.ZERO;
    }
    ModelId judge = Judge.of(options);
    long bytes = JudgePrompt.boundBytes(text, options, judge);
    long bound = TokenBound.ofBytes(bytes);
    return price(judge).worst(bound, JudgePrompt.maxTokens(options, judge));
  }

  private ProviderSettings provider(BatchContext context, ModelId model) {
    return context.mode() == Mode.MOCK ? MOCK : providers.get(model.provider());
  }

  /**
   * The price of today.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Price price(ModelId model) {
    if (!TokenBound.covers(model.model())) {
      throw new IllegalArgumentException(
          model + " can't be asked: searches cost fees and tokens that no cap could hold");
    }
    return prices
        .find(model.provider(), model.model(), LocalDate.now(clock))
        .map(PricedModel::price)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no price is known for %s; add it to the price file (batch-runner.prices)"
                        .formatted(model)));
  }

  private static String key(BatchContext context, ModelId model, byte[] request) {
    MessageDigest digest = Sha256.digest();
    Sha256.update(digest, context.mode().wire());
    Sha256.update(digest, model.toString());
    Sha256.update(digest, context.corpusHash());
    digest.update(request);
    byte[] hash = digest.digest();
    return HexFormat.of().formatHex(hash, 0, KEY_BYTES);
  }
}
