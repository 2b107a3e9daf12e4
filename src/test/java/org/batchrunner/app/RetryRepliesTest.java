package org.batchrunner.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.batchrunner.app.TestProgram.Said;
import org.batchrunner.harness.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replies that are no whole answers answer no later question. */
class RetryRepliesTest {

  private static final String ROWS =
      "id,task\ne1,empty now\ne2,filter now\ne3,word now\ne4,tool now\ne5,refuse now\ne6,cut now\n"
          + "ok,good now\n";

  private static final Map<String, String> FIRST =
      Map.of(
          "empty", "'message':{'content':''},'finish_reason':'stop'",
          "filter", "'message':{'content':'half'},'finish_reason':'content_filter'",
          "word", "'message':{'content':'half'},'finish_reason':'network_error'",
          "tool", "'message':{'content':null,'tool_calls':[]},'finish_reason':'tool_calls'",
          "refuse", "'message':{'content':null,'refusal':'No.'},'finish_reason':'stop'",
          "cut", "'message':{'content':''},'finish_reason':'length'",
          "good", "'message':{'content':'good'},'finish_reason':'stop'");

  @TempDir Path home;
  private PaidReplies replies;

  @BeforeEach
  void start() {
    replies = new PaidReplies(home);
    replies.stub.script(
        request ->
            request.asked() > 1
                ? null
                : PaidReplies.choice(FIRST.get(request.user().split(" ")[0])));
  }

  @AfterEach
  void stop() {
    replies.close();
  }

  @Test
  void aRetryAsksAgainAndSaysHowMany() {
    Outcome first = replies.outcome("e.csv", ROWS, List.of());
    assertThat(first.count("none")).isEqualTo(6);
    String batch = first.folder().getFileName().toString();
    assertThat(replies.program.run("retry", batch).out()).contains("6 tasks will be tried again");
    Said again = replies.run("e.csv", ROWS, List.of());
    assertThat(again.out()).contains("7 published");
    assertThat(replies.stub.journal().requests()).isEqualTo(13);
    assertThat(replies.latest().results())
        .allSatisfy(result -> assertThat(result.path("attempts").asInt()).isBetween(1, 2));
  }

  @Test
  void aNewRunAsksAgain() {
    assertThat(replies.outcome("e.csv", ROWS, List.of()).count("none")).isEqualTo(6);
    Outcome second = replies.outcome("e.csv", ROWS, List.of());
    // A refusal is an answer, which another run may rely on.
    assertThat(second.count("published")).isEqualTo(7);
    assertThat(replies.stub.journal().requests()).isEqualTo(13);
  }

  @Test
  void aCutAnswerIsAskedAgainByANewRun() {
    replies.stub.reset();
    replies.stub.script(
        request ->
            PaidReplies.choice(
                request.asked() == 1
                    ? "'message':{'content':'half an'},'finish_reason':'length'"
                    : "'message':{'content':'a whole answer'},'finish_reason':'stop'"));
    String rows = "id,task\n1,Question\n2,Question\n";
    Outcome first = replies.outcome("c.csv", rows, List.of("--concurrency", "1"));
    assertThat(first.results())
        .allSatisfy(
            result -> {
              assertThat(result.path("status").asText()).isEqualTo("published");
              assertThat(result.path("reason").asText()).contains("cut at the limit");
            });
    assertThat(replies.stub.journal().requests()).isEqualTo(1);
    Outcome second = replies.outcome("c.csv", rows, List.of());
    assertThat(second.results().get(0).path("text").asText()).isEqualTo("a whole answer");
    assertThat(replies.stub.journal().requests()).isEqualTo(2);
    Outcome third = replies.outcome("c.csv", rows, List.of());
    assertThat(third.results().get(0).path("text").asText()).isEqualTo("a whole answer");
    assertThat(replies.stub.journal().requests()).isEqualTo(2);
  }

  @Test
  void aRetryThatFailsAgainIsAskedAgain() {
    replies.stub.reset();
    replies.stub.script(
        request ->
            request.asked() > 2
                ? null
                : PaidReplies.choice("'message':{'content':''},'finish_reason':'stop'"));
    Outcome first = replies.outcome("r.csv", "id,task\n1,Question\n", List.of());
    String batch = first.folder().getFileName().toString();
    for (int asked = 2; asked <= 3; asked++) {
      assertThat(replies.program.run("retry", batch).out()).contains("1 task will be tried");
      assertThat(replies.run("r.csv", "id,task\n1,Question\n", List.of()).code())
          .isEqualTo(asked == 3 ? 0 : 3);
      assertThat(replies.stub.journal().requests()).isEqualTo(asked);
    }
  }
}
