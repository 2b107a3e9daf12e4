package org.batchrunner.batch.admit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrefetchWindowTest {

  private final PrefetchWindow lookahead = new PrefetchWindow();

  @Test
  void growsWhileSlotsWaitForTheLedger() {
    for (int i = 0; i < 10; i++) {
      lookahead.starved();
      lookahead.starved();
      lookahead.decided(0);
      assertThat(lookahead.tasks()).isEqualTo(Math.min(64, 2 << i));
    }
  }

  @Test
  void shrinksWhereManyAreLeftForLongAndNeverBelowOne() {
    lookahead.starved();
    lookahead.decided(0);
    lookahead.starved();
    lookahead.decided(0);
    for (int left : new int[] {3, 2, 1, 0, 0}) {
      int before = lookahead.tasks();
      for (int i = 1; i < 16; i++) {
        lookahead.decided(4);
        assertThat(lookahead.tasks()).isEqualTo(before);
      }
      lookahead.decided(4);
      assertThat(lookahead.tasks()).isEqualTo(Math.max(1, left));
    }
  }

  @Test
  void staysWhereFewAreLeft() {
    lookahead.starved();
    lookahead.decided(0);
    lookahead.decided(0);
    assertThat(lookahead.tasks()).isEqualTo(2);
  }
}
