package org.batchrunner.harness;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.batchrunner.harness.OutcomeAssert.assertOutcome;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What checks others must itself be able to fail. */
class OutcomeAssertTest {

  private static final String ONE =
      "{\"id\":\"1\",\"seq\":1,\"status\":\"published\",\"text\":\"yes\",\"cost_estimate\":0.3,"
          + "\"usage\":[{\"cost\":0.1},{\"cost\":0.2}]}";
  private static final String TWO =
      "{\"id\":\"2\",\"seq\":2,\"status\":\"failed\",\"text\":null,\"cost_estimate\":0,\"usage\":[]}";

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    put(
        "batch-summary.json",
        "{\"summary\":{\"count\":2,\"totals\":{\"cost\":0.3,\"spent\":0.4},"
            + "\"by_status\":{\"published\":1,\"failed\":1}},\"results\":["
            + ONE
            + ","
            + TWO
            + "]}");
    put("results.jsonl", TWO + "\n" + ONE + "\n");
    put("results.csv", "\ufeffid,task,status,answer\n1,a,published,yes\n2,b,failed,\n");
    put("batch_report.csv", "\ufeffid,status\n1,published\n2,failed\n");
  }

  private void put(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private void edit(String name, String from, String to) throws IOException {
    String text = Files.readString(folder.resolve(name));
    if (!text.contains(from)) {
      throw new AssertionError(text);
    }
    put(name, text.replace(from, to));
  }

  private OutcomeAssert outcome() {
    return assertOutcome(Outcome.read(folder));
  }

  @Test
  void aWholeOutcomePasses() {
    assertThatCode(
            () ->
                outcome().isWhole(2).addsUp().keepsTo(BigDecimal.ONE).endsAs(Outcome.read(folder)))
        .doesNotThrowAnyException();
  }

  @Test
  void aRowTooFewOrTwiceFails() throws IOException {
    edit("results.csv", "2,b,failed,\n", "");
    fails();
    write();
    edit("batch_report.csv", "2,failed\n", "2,failed\n2,failed\n");
    fails();
    write();
    edit("results.jsonl", TWO, ONE);
    fails();
    write();
    edit("batch-summary.json", "," + TWO, "");
    fails();
  }

  @Test
  void filesThatDisagreeFail() throws IOException {
    edit("results.csv", "yes", "no");
    fails();
    write();
    edit("batch_report.csv", "2,failed", "2,published");
    fails();
    write();
    edit("results.jsonl", "yes", "no");
    fails();
    write();
    put(".results.csv.tmp", "");
    fails();
  }

  private void fails() {
    assertThatThrownBy(() -> outcome().isWhole(2)).isInstanceOf(AssertionError.class);
  }

  @Test
  void moneyThatDoesNotAddUpFails() throws IOException {
    edit("batch-summary.json", "\"cost\":0.2", "\"cost\":0.3");
    assertThatThrownBy(() -> outcome().addsUp()).isInstanceOf(AssertionError.class);
    write();
    edit("batch-summary.json", "\"spent\":0.4", "\"spent\":0.2");
    assertThatThrownBy(() -> outcome().addsUp()).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> outcome().keepsTo(new BigDecimal("0.1")))
        .isInstanceOf(AssertionError.class);
  }
}
