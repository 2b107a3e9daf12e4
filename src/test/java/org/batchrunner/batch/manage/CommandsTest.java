package org.batchrunner.batch.manage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.batchrunner.batch.BatchFixture;
import org.batchrunner.batch.accept.InputStore;
import org.batchrunner.batch.accept.Redactors;
import org.batchrunner.batch.active.ActiveBatch;
import org.batchrunner.batch.active.ActiveBatches;
import org.batchrunner.intake.OptionSets;
import org.batchrunner.ledger.BatchFilter;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.RequestedState;
import org.batchrunner.outbox.Outbox;
import org.batchrunner.task.BatchState;
import org.batchrunner.task.Mode;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.batchrunner.task.Task;
import org.batchrunner.task.options.InvalidOptionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user asks of batches, each answered by one sentence. */
class CommandsTest {

  @TempDir Path home;
  private BatchFixture fixture;
  private ActiveBatches active;
  private BatchQueries queries;
  private BatchCommands commands;

  @BeforeEach
  void open() {
    fixture = new BatchFixture(home);
    active = fixture.program();
    queries =
        new BatchQueries(
            fixture.ledger,
            new Outbox(home.resolve("outbox")),
            new InputStore(home.resolve("data")),
            new Redactors());
    commands =
        new BatchCommands(fixture.ledger, queries, new OptionSets(home.resolve("templates")));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private String accepted() {
    return fixture.accept(2, Map.of()).id();
  }

  private ActiveBatch ended(Status status) throws InterruptedException {
    ActiveBatch batch = active.claim(fixture.accept(1, Map.of()).id());
    Result result = Result.without(Task.of(1, "t"), status, null, Mode.REAL);
    assertThat(
            Ledger.await(
                fixture.ledger.money().record(batch.context().no(), batch.epoch(), result)))
        .isTrue();
    batch.begin();
    batch.ended(result);
    active.end(batch);
    active.release(batch);
    return batch;
  }

  @Test
  void aBatchThatNobodyWorksIsPausedAtOnceAndResumed() {
    String id = accepted();
    assertThat(commands.pause(id)).isEqualTo(id + ": paused, no further task begins");
    assertThat(fixture.record(id).state()).isEqualTo(BatchState.PAUSED);
    assertThat(active.claim(id)).isNull();
    assertThat(commands.resume(id)).startsWith(id + ": it goes on in the program");
    assertThat(active.claim(id)).isNotNull();
  }

  @Test
  void aBatchThatIsWorkedHearsOfItAtItsNextHeartbeat() {
    ActiveBatch batch = active.claim(accepted());
    assertThat(commands.pause(batch.id())).startsWith(batch.id() + ": running, ");
    assertThat(fixture.record(batch.id()).wanted()).isEqualTo(RequestedState.PAUSE);
    assertThat(batch.goesOn()).isTrue();
    active.tend();
    assertThat(batch.goesOn()).isFalse();
  }

  @Test
  void whatIsBeingCancelledCanNotBeResumed() {
    String id = accepted();
    assertThat(commands.cancel(id)).contains(id);
    assertThatThrownBy(() -> commands.resume(id))
        .isInstanceOf(UnknownBatchException.class)
        .hasMessageContaining(id);
  }

  @Test
  void aBatchThatHasEndedCanNotBePaused() throws Exception {
    ActiveBatch batch = ended(Status.PUBLISHED);
    assertThatThrownBy(() -> commands.pause(batch.id()))
        .isInstanceOf(UnknownBatchException.class)
        .hasMessageContaining("finished");
  }

  @Test
  void retryReopensWhatDidNotEndWell() throws Exception {
    ActiveBatch batch = ended(Status.FAILED);
    assertThat(commands.retry(batch.id())).contains("1 task", "it keeps its money");
    assertThat(active.claim(batch.id()).done(1)).isFalse();
    ActiveBatch well = ended(Status.PUBLISHED);
    assertThat(commands.retry(well.id()))
        .isEqualTo(well.id() + ": every task has ended well, nothing to try again");
  }

  @Test
  void anOptionIsChangedWhereItCanChange() {
    String id = accepted();
    assertThat(commands.set(id, "per-batch-cap", "7.5"))
        .isEqualTo(id + ": per-batch-cap is 7.5 now");
    assertThat(fixture.record(id).options().perBatchCap().format(2)).isEqualTo("$7.50");
    assertThatThrownBy(() -> commands.set(id, "debaters", "openai/gpt-4o"))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("debaters can't be changed once a batch is accepted")
        .hasMessageContaining("per-batch-cap");
    assertThatThrownBy(() -> commands.set(id, "per-batch-cap", "much"))
        .isInstanceOf(InvalidOptionException.class);
    assertThatThrownBy(() -> commands.set(id, "colour", "red"))
        .isInstanceOf(InvalidOptionException.class);
  }

  @Test
  void anIdIsKnownByItsBeginningIfThatIsClear() {
    String first = accepted();
    String second = accepted();
    assertThat(queries.resolve(first)).isEqualTo(first);
    assertThat(queries.resolve("batch-2")).isEqualTo(second);
    assertThatThrownBy(() -> queries.resolve("batch"))
        .isInstanceOf(UnknownBatchException.class)
        .hasMessageContaining("2 batches begin with batch")
        .hasMessageContaining("give more of the id");
    assertThatThrownBy(() -> queries.view("nothing"))
        .isInstanceOf(UnknownBatchException.class)
        .hasMessageContaining("there is no batch nothing; see: batch-runner status");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a/b", "", " ", "."})
  void aTemplateWithAHostileNameIsRefused(String name) {
    assertThatThrownBy(() -> commands.checkTemplate(name))
        .isInstanceOf(InvalidOptionException.class);
  }

  @Test
  void theOptionsOfABatchAreKeptAsATemplate() throws IOException {
    String id = fixture.accept(1, Map.of("concurrency", 7)).id();
    Files.createDirectories(home.resolve("templates"));
    assertThat(commands.saveTemplate(id, "quick")).contains("quick.yaml", "--use quick");
    assertThat(home.resolve("templates/quick.yaml")).content().contains("concurrency: 7");
  }

  @Test
  void modelsThatMockModeFilledInAreNotKept() throws IOException {
    Map<String, Object> mock = Map.of("debaters", java.util.List.of("mock/mock"));
    String id = fixture.accept(1, Mode.MOCK, mock).id();
    Files.createDirectories(home.resolve("templates"));
    assertThat(commands.saveTemplate(id, "tried")).contains("tried.yaml");
    assertThat(home.resolve("templates/tried.yaml")).content().doesNotContain("mock");
  }

  @Test
  void aBatchThatWasBegunAndIsWorkedByNobodyIsInterrupted() {
    ActiveBatch batch = active.claim(accepted());
    assertThat(queries.view(batch.id()).word(fixture.clock.instant())).isEqualTo("running");
    fixture.clock.goOn(Duration.ofMinutes(1));
    BatchView view = queries.view(batch.id());
    assertThat(view.isInterrupted(fixture.clock.instant())).isTrue();
    assertThat(view.word(fixture.clock.instant())).isEqualTo("interrupted");
    assertThat(queries.view(accepted()).word(fixture.clock.instant())).isEqualTo("accepted");
  }

  @Test
  void theNewestComesFirst() {
    String first = accepted();
    fixture.clock.goOn(Duration.ofSeconds(1));
    String second = accepted();
    assertThat(queries.latest(9))
        .extracting(view -> view.batch().id())
        .containsExactly(second, first);
    assertThat(queries.latest(1)).hasSize(1);
    assertThat(
            queries.list(new BatchFilter(java.util.Set.of(), "batch-1", null, null), 0, 9).rows())
        .extracting(view -> view.batch().id())
        .containsExactly(first);
  }
}
