package org.batchrunner.batch.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.batchrunner.config.Settings;
import org.batchrunner.intake.RejectedFileException;
import org.batchrunner.money.prices.PriceList;
import org.batchrunner.provider.Providers;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Task;
import org.batchrunner.task.Workflow;
import org.batchrunner.task.options.Options;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModelResolverTest {

  private ModelResolver models;

  @BeforeEach
  void mock() throws IOException {
    models =
        new ModelResolver(
            new Providers(List.of()),
            PriceList.builtIn(),
            Settings.ModeSetting.MOCK,
            Clock.systemUTC());
  }

  private static Options with(Map<String, Object> set) {
    return Options.of(
        Map.of("debaters", "a/one", "when", List.of(Map.of("match", "hard", "set", set))));
  }

  @Test
  void otherDebatersAreJudgedByTheFirstOfThem() {
    Options options = models.resolve(with(Map.of("debaters", "b/two,c/three")));

    Options hard = options.forTask(Task.of(1, "a hard one"));
    assertThat(hard.workflow()).isEqualTo(Workflow.DEBATE);
    assertThat(hard.judge()).contains(ModelId.parse("b/two"));
    assertThat(options.forTask(Task.of(2, "another")).judge()).contains(ModelId.parse("a/one"));
  }

  @Test
  void aJudgeThatIsNamedStays() {
    Map<String, Object> set = Map.of("debaters", "b/two,c/three");
    Options named = models.resolve(with(set).with(Map.of("judge", "j/judge")));

    assertThat(named.forTask(Task.of(1, "a hard one")).judge()).contains(ModelId.parse("j/judge"));
  }

  @Test
  void whatAWhenAsksMustBeAllowedAndSomebody() {
    assertThatThrownBy(
            () ->
                models.resolve(
                    with(Map.of("debaters", "b/two")).with(Map.of("allowed-models", "a/*"))))
        .isInstanceOf(RejectedFileException.class)
        .hasMessageContaining("does not permit b/two");
    assertThatThrownBy(() -> models.resolve(with(Map.of("debaters", List.of()))))
        .isInstanceOf(RejectedFileException.class)
        .hasMessageContaining("names nobody");
  }
}
