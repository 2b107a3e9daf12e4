package org.batchrunner.batch.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.batchrunner.batch.BatchFixture;
import org.batchrunner.batch.active.ActiveBatch;
import org.batchrunner.batch.run.CallInProgress;
import org.batchrunner.ledger.CallState;
import org.batchrunner.provider.DecodedReply;
import org.batchrunner.task.CallProgress;
import org.batchrunner.task.Reply;
import org.batchrunner.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is paid twice: replies in the ledger, and identical calls under way. */
class ReplyReuseTest {

  @TempDir Path home;
  private BatchFixture fixture;
  private CallAccounting book;
  private ActiveBatch batch;

  @BeforeEach
  void open() {
    fixture = new BatchFixture(home);
    book = fixture.accounting();
    batch = fixture.program().claim(fixture.accept(9, Map.of()).id());
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /** All rows ask the same. */
  private CallInProgress call(ActiveBatch of, int seq) {
    return fixture.admitted(of, Task.of(seq, "Name a tree")).calls().get(0);
  }

  private Reply pay(CallInProgress calling) {
    book.intend(calling);
    calling.sending(0);
    return book.settle(
        calling,
        new DecodedReply(
            "gpt-4o-mini",
            "An oak",
            org.batchrunner.money.Tokens.of(10, 5),
            Reply.Finish.STOP,
            null),
        7);
  }

  private CompletableFuture<Optional<Reply>> reuseLater(CallInProgress calling) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return book.reuse(calling);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static Optional<Reply> soon(CompletableFuture<Optional<Reply>> reply)
      throws ExecutionException, InterruptedException, TimeoutException {
    return reply.get(5, TimeUnit.SECONDS);
  }

  @Test
  void theFirstLeadsAndTheNextHaveItsReplyForNothing() throws Exception {
    CallInProgress first = call(batch, 1);
    assertThat(book.reuse(first)).isEmpty();
    CompletableFuture<Optional<Reply>> second = reuseLater(call(batch, 2));
    pay(first);
    Reply shared = soon(second).orElseThrow();
    assertThat(shared.text()).isEqualTo("An oak");
    assertThat(shared.attempts()).as("none was made for it").isZero();
    fixture.flush();
    CallInProgress third = call(batch, 3);
    assertThat(book.reuse(third)).map(Reply::text).contains("An oak");
    assertThat(third.run().reuse().calls()).isEqualTo(1);
    assertThat(third.run().spent().isZero()).isTrue();
    assertThat(fixture.counters.repliesReused()).isEqualTo(2);
  }

  @Test
  void aLeaderThatFailsLeavesTheLeadToTheNext() throws Exception {
    CallInProgress first = call(batch, 1);
    assertThat(book.reuse(first)).isEmpty();
    CompletableFuture<Optional<Reply>> second = reuseLater(call(batch, 2));
    book.end(first);
    assertThat(soon(second)).as("it makes the call itself").isEmpty();
  }

  @Test
  void anIntentThatWasMadeAheadIsTakenBackWhereAReplyIsThere() throws Exception {
    pay(leading(call(batch, 1)));
    fixture.flush();
    CallInProgress second = call(batch, 2);
    book.intend(second);
    second.intendedAhead(second.intent());
    assertThat(book.reuse(second)).isPresent();
    fixture.flush();
    var withdrawn = fixture.ledger.results().calls(batch.context().no(), 2).get(0);
    assertThat(withdrawn.state()).isEqualTo(CallState.FREE);
    assertThat(withdrawn.progress()).isEqualTo(CallProgress.UNSENT);
  }

  private CallInProgress leading(CallInProgress calling) throws InterruptedException {
    assertThat(book.reuse(calling)).isEmpty();
    return calling;
  }

  @Test
  void aReplyThatTheAdmissionFoundIsUsed() throws Exception {
    CallInProgress calling = call(batch, 1);
    calling.stored(BatchFixture.answer("An elm"));
    assertThat(book.reuse(calling)).map(Reply::text).contains("An elm");
  }

  @Test
  void withoutReuseEachRowIsPaidFor() throws Exception {
    pay(leading(call(batch, 1)));
    fixture.flush();
    ActiveBatch anew = fixture.program().claim(fixture.accept(2, Map.of("reuse", false)).id());
    assertThat(book.reuse(call(anew, 1))).isEmpty();
    assertThat(book.reuse(call(anew, 2))).as("and waits for nobody").isEmpty();
  }

  @Test
  void anotherQuestionIsAnotherCall() throws Exception {
    pay(leading(call(batch, 1)));
    fixture.flush();
    CallInProgress other = fixture.admitted(batch, Task.of(2, "Name a bird")).calls().get(0);
    assertThat(book.reuse(other)).isEmpty();
  }
}
