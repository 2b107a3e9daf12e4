package org.batchrunner.batch.active;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StopRequestTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # request,       tasks begin, tasks are skipped, calls begin, stays unfinished
          NONE,            true,        false,             true,        false
          PAUSE,           false,       false,             true,        false
          REFUSED,         false,       false,             false,       false
          PAUSE_BY_USER,   false,       false,             true,        false
          CANCEL,          false,       true,              true,        false
          BREACH,          false,       true,              true,        false
          LEAVE,           false,       false,             false,       true
          CLAIM_AGAIN,     false,       false,             false,       true
          TAKEN_OVER,      false,       false,             false,       true
          """)
  void eachQuestionHasOneAnswer(
      StopRequest request, boolean tasks, boolean skipped, boolean calls, boolean unfinished) {
    assertThat(request.letsTasksBegin()).as("tasks begin").isEqualTo(tasks);
    assertThat(request.skipsTasks()).as("tasks are skipped").isEqualTo(skipped);
    assertThat(request.letsCallsBegin()).as("calls begin").isEqualTo(calls);
    assertThat(request.leavesBatchUnfinished()).as("unfinished").isEqualTo(unfinished);
  }

  @ParameterizedTest
  @EnumSource
  void noTaskBeginsWhereItsCallsMayNot(StopRequest request) {
    assertThat(request.letsTasksBegin() && !request.letsCallsBegin()).isFalse();
    assertThat(request.letsTasksBegin() && request.skipsTasks()).isFalse();
  }
}
