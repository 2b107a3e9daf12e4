package org.batchrunner.batch.active;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether the holder of a lease is known to be gone. */
class LeaseOwnerTest {

  private final LeaseOwner self = LeaseOwner.self();

  @Test
  void twoProgramsInOneProcessAreTwo() {
    assertThat(LeaseOwner.self().toString()).isNotEqualTo(self.toString());
    assertThat(self.knowsDead(LeaseOwner.self().toString())).isFalse();
  }

  @Test
  void aProcessOfThisMachineThatEndedIsGone() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("true").start();
    int unused = process.waitFor();
    LeaseOwner gone = new LeaseOwner(self.host(), process.pid(), 1, "x");
    assertThat(self.knowsDead(gone.toString())).isTrue();
  }

  @Test
  void aNumberThatAnotherProcessHasByNowIsNoSignOfLife() {
    LeaseOwner before = new LeaseOwner(self.host(), self.pid(), self.started() - 1000, "x");
    assertThat(self.knowsDead(before.toString())).isTrue();
  }

  @Test
  void nobodyKnowsOfAnotherMachine() {
    LeaseOwner elsewhere = new LeaseOwner("elsewhere", self.pid(), 1, "x");
    assertThat(self.knowsDead(elsewhere.toString())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "me", "a:b", "a:b:c:d:e", "HOST:x:y:z", "HOST::1:z"})
  void whatIsNoNameOfOursIsNotKnownToBeGone(String other) {
    assertThat(self.knowsDead(other.replace("HOST", self.host()))).isFalse();
  }
}
