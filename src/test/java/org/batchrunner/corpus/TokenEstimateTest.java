package org.batchrunner.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenEstimateTest {

  @Test
  void itIsNeverAboveTheBytes() {
    for (String text : List.of("", "plain words", "grüße", "漢字かな", "🙂🙂", "a".repeat(9999))) {
      assertThat(TokenEstimate.of(text))
          .isLessThanOrEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
    }
    assertThat(TokenEstimate.of("four words of text")).isEqualTo(5);
    assertThat(TokenEstimate.of("漢字")).isEqualTo(2);
  }
}
