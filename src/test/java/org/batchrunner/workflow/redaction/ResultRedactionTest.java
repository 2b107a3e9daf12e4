package org.batchrunner.workflow.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.batchrunner.common.Json;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.Citation;
import org.batchrunner.task.Citation.Verdict;
import org.batchrunner.task.Draft;
import org.batchrunner.task.Judgment;
import org.batchrunner.task.Mode;
import org.batchrunner.task.Result;
import org.batchrunner.task.Score;
import org.batchrunner.task.Status;
import org.junit.jupiter.api.Test;

class ResultRedactionTest {

  private static final String SECRET = "sk-proj-Ab3dEf6hIj9kLmN0pQrStUvWxYz";

  @Test
  void nothingThatLeavesKeepsTheSecret() {
    String said = "the key is " + SECRET + ".";
    List<Citation> citations =
        List.of(new Citation(said, "a.md", 1, 2, said, Verdict.VERIFIED, 1, said));
    Draft draft =
        new Draft(
            "openai",
            "gpt-4o",
            said,
            List.of(said),
            0.5,
            List.of(said),
            false,
            true,
            citations,
            new Score(1, 1, 0, 0, said),
            said,
            List.of(said),
            said,
            null);
    Result raw =
        new Result(
            "7",
            7,
            said,
            1.5,
            Status.PUBLISHED,
            "openai",
            "gpt-4o",
            said,
            said,
            List.of(),
            Dollars.ZERO,
            Dollars.ZERO,
            "none",
            Mode.REAL,
            1,
            List.of(draft),
            new Judgment("openai", "gpt-4o", said, List.of("openai/gpt-4o"), List.of(said)),
            citations,
            Map.of("card", 1),
            said,
            null);

    Redactor redactor = Redactor.builtIn();
    Result redacted = redactor.apply(raw);

    assertThat(Json.write(raw).split(SECRET, -1)).hasSize(20);
    assertThat(Json.write(redacted)).doesNotContain(SECRET);
    assertThat(redacted.text()).isEqualTo("the key is [REDACTED:API_KEY].");
    assertThat(redacted.redaction()).isEqualTo(Map.of("card", 1, "openai-key", 19));
    assertThat(redactor.apply(redacted)).isEqualTo(redacted);
    assertThat(redacted.id()).isEqualTo("7");
    assertThat(redacted.drafts().get(0).model()).isEqualTo("gpt-4o");
  }
}
