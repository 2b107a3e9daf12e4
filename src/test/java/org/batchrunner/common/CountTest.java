package org.batchrunner.common;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountTest {

  @ParameterizedTest
  @CsvSource({
    "0,task,0 tasks",
    "1,task,1 task",
    "2,task,2 tasks",
    "1,batch,1 batch",
    "2,batch,2 batches",
    "1000000,price,1000000 prices",
    "-1,call,-1 calls"
  })
  void theNounAgreesWithItsNumber(long number, String noun, String text) {
    assertThat(Count.of(number, noun)).isEqualTo(text);
  }
}
