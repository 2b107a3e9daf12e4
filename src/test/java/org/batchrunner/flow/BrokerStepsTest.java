package org.batchrunner.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.batchrunner.batch.BatchFixture;
import org.batchrunner.batch.active.ActiveBatch;
import org.batchrunner.batch.active.ActiveBatches;
import org.batchrunner.batch.active.StopRequest;
import org.batchrunner.batch.call.SharedCalls;
import org.batchrunner.batch.remote.RemoteTaskDispatcher;
import org.batchrunner.batch.remote.RemoteTaskWorker;
import org.batchrunner.batch.run.EndedRun;
import org.batchrunner.batch.run.RecordedResult;
import org.batchrunner.batch.run.Run;
import org.batchrunner.batch.run.TaskAnswer;
import org.batchrunner.batch.run.TaskAnswer.Ending;
import org.batchrunner.batch.run.TaskMessage;
import org.batchrunner.task.Mode;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What crosses the seam between batch and task, in both directions, and what is lost there. */
class BrokerStepsTest {

  @TempDir Path home;
  private BatchFixture fixture;
  private ActiveBatch batch;
  private BrokerSteps steps;
  private Run admitted;

  @BeforeEach
  void open() {
    fixture = new BatchFixture(home);
    ActiveBatches active = fixture.program();
    batch = active.claim(fixture.accept(3, Map.of()).id());
    steps =
        new BrokerSteps(
            new RemoteTaskDispatcher(
                fixture.ledger, new SharedCalls(), Duration.ofMinutes(10), fixture.ticker),
            new RemoteTaskWorker(
                fixture.ledger,
                fixture.planner,
                fixture.program().guests(),
                "worker",
                fixture.ticker),
            fixture.ticker);
    admitted = fixture.admitted(batch, 1);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Exchange handedOver() {
    Exchange exchange = Exchanges.with(TaskMessage.of(admitted));
    exchange.setProperty(TotalsStrategy.BATCH, batch);
    steps.write(exchange);
    return exchange;
  }

  private static Exchange delivered(Exchange sent) {
    Exchange exchange = Exchanges.with(sent.getMessage().getBody());
    exchange.setPattern(ExchangePattern.InOut);
    exchange.getMessage().setHeader("JMSMessageID", "7");
    return exchange;
  }

  private Exchange worked(Exchange sent) {
    Exchange arrived = delivered(sent);
    steps.take(arrived);
    Run run = arrived.getMessage().getBody(Run.class);
    Result result = Result.without(run.task(), Status.PUBLISHED, null, Mode.REAL);
    arrived.getMessage().setBody(fixture.recorder().record(new EndedRun(run, result)));
    steps.answer(arrived);
    return arrived;
  }

  private static TaskAnswer answer(Exchange exchange) {
    return TaskAnswer.read(
        new String((byte[]) exchange.getMessage().getBody(), StandardCharsets.UTF_8));
  }

  @Test
  void aTaskGoesOverTheWireAndItsResultIsFolded() {
    Exchange sent = handedOver();
    assertThat(sent.getMessage().getBody()).isInstanceOf(byte[].class);
    Exchange arrived = worked(sent);
    assertThat(arrived.getMessage().getHeaders()).isEmpty();
    sent.getMessage().setBody(arrived.getMessage().getBody());
    steps.read(sent);
    assertThat(sent.getMessage().getBody(RecordedResult.class).result().status())
        .isEqualTo(Status.PUBLISHED);
  }

  @Test
  void aReplyThatDoesNotComeLosesTheTask() {
    Exchange sent = handedOver();
    sent.setProperty(Exchange.EXCEPTION_CAUGHT, new IllegalStateException("no reply in 10 min"));
    steps.unanswered(sent);
    assertThat(sent.getMessage().getBody(RecordedResult.class).result()).isNull();
    assertThat(batch.stopRequest()).isEqualTo(StopRequest.CLAIM_AGAIN);
    assertThat(batch.reason()).isEqualTo("task 1 was lost: no reply in 10 min");
  }

  @Test
  void theReplyToAnotherTaskIsNotBelieved() {
    Exchange sent = handedOver();
    TaskAnswer other = new TaskAnswer(batch.id(), 2, Ending.DONE, null, null);
    sent.getMessage().setBody(other.json());
    assertThatThrownBy(() -> steps.read(sent))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("another task");
  }

  @Test
  void aReplyThatIsNoJsonIsAFailureOfTheHandover() {
    Exchange sent = handedOver();
    sent.getMessage().setBody("<html>");
    assertThatThrownBy(() -> steps.read(sent)).isInstanceOf(RuntimeException.class);
  }

  @Test
  void aMessageThatIsDeliveredTwiceHasNoSecondReply() {
    Exchange sent = handedOver();
    Exchange first = delivered(sent);
    steps.take(first);
    assertThat(first.getMessage().getBody()).isInstanceOf(Run.class);
    Exchange second = delivered(sent);
    steps.take(second);
    assertThat(second.getMessage().getBody()).isNull();
    assertThat(second.getPattern()).as("nothing is sent back").isEqualTo(ExchangePattern.InOnly);
  }

  @Test
  void aMessageOfATaskThatIsDoneIsAnsweredAtOnce() {
    Exchange sent = handedOver();
    assertThat(answer(worked(sent)).ending()).isEqualTo(Ending.DONE);
    Exchange again = delivered(sent);
    steps.take(again);
    assertThat(answer(again).ending()).isEqualTo(Ending.DONE);
  }

  @Test
  void aStepThatFailsIsAnsweredWithItsReason() {
    Exchange arrived = delivered(handedOver());
    steps.take(arrived);
    arrived.setProperty(Exchange.EXCEPTION_CAUGHT, new IllegalStateException("boom"));
    steps.fail(arrived);
    TaskAnswer answer = answer(arrived);
    assertThat(answer.ending()).isEqualTo(Ending.FAILED);
    assertThat(answer.reason()).contains("boom");
  }

  @Test
  void aMessageThatCanNotBeReadFailsAtTheBroker() {
    Exchange garbage = Exchanges.failed("<html>", new IllegalArgumentException("not JSON"));
    steps.fail(garbage);
    assertThat(garbage.getException()).hasMessage("not JSON");
  }
}
