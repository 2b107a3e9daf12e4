package org.batchrunner.batch.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.batchrunner.money.Dollars;
import org.batchrunner.money.Tokens;
import org.batchrunner.task.Reply;
import org.junit.jupiter.api.Test;

class SharedCallsTest {

  private static final Reply REPLY =
      new Reply("m", "text", Tokens.of(1, 1), new Dollars(5), true, Reply.Finish.STOP, 3, 1);

  private final SharedCalls calls = new SharedCalls();

  @Test
  void whoJoinsGetsTheReplyUntilTheLedgerHasIt() {
    CompletableFuture<Optional<Reply>> mine = new CompletableFuture<>();
    CompletableFuture<Boolean> committed = new CompletableFuture<>();
    assertThat(calls.join("k", mine)).isNull();

    calls.end("k", mine, REPLY, committed);

    assertThat(calls.join("k", new CompletableFuture<>())).isCompletedWithValue(Optional.of(REPLY));
    committed.complete(true);
    assertThat(calls.join("k", new CompletableFuture<>())).isNull();
  }

  @Test
  void aCallThatFailedLeavesTheLeadToTheNext() {
    CompletableFuture<Optional<Reply>> mine = new CompletableFuture<>();
    assertThat(calls.join("k", mine)).isNull();
    CompletableFuture<Optional<Reply>> waiting = calls.join("k", new CompletableFuture<>());

    calls.end("k", mine, Optional.empty());

    assertThat(waiting).isCompletedWithValue(Optional.empty());
    assertThat(calls.join("k", new CompletableFuture<>())).isNull();
  }

  @Test
  void whoDoesNotLeadEndsNothing() {
    CompletableFuture<Optional<Reply>> mine = new CompletableFuture<>();
    assertThat(calls.join("k", mine)).isNull();

    calls.end("k", new CompletableFuture<>(), Optional.empty());

    assertThat(calls.join("k", new CompletableFuture<>())).isSameAs(mine).isNotDone();
  }

  @Test
  void aCallIsAnnouncedOnceAndNotWhileAnIdenticalOneIsUnderWay() {
    assertThat(calls.announce("k")).isTrue();
    assertThat(calls.announce("k")).isFalse();
    assertThat(calls.withdraw("k")).isTrue();
    assertThat(calls.join("k", new CompletableFuture<>())).isNull();
    assertThat(calls.announce("k")).isFalse();
    assertThat(calls.withdraw("k")).as("a taken over announcement").isFalse();
  }
}
