package org.batchrunner.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TextTaskFileTest {

  @TempDir Path folder;

  private Dropped md(String text) {
    return Dropped.file(folder, "tasks.md", text);
  }

  @Test
  void readsATaskALine() {
    Dropped file = Dropped.file(folder, "tasks.txt", "  one \r\n\r\n\t\n# two\n'=x\n- three");

    assertThat(file.texts()).containsExactly("one", "# two", "'=x", "- three");
    assertThat(file.check().dropped()).isZero();
    assertThat(file.tasks().get(1).columns()).isEqualTo(Map.of("task", "# two"));
  }

  @Test
  void takesOffListMarkersTaskBoxesAndQuoteMarks() {
    assertThat(
            md("- one\n* two\n+ three\n1. four\n12) five\n  - [ ] six\n- [x] seven\n> eight\n> - nine\n")
                .texts())
        .containsExactly("one", "two", "three", "four", "five", "six", "seven", "eight", "nine");
  }

  @Test
  void leavesWhatOnlyLooksLikeAMarker() {
    assertThat(md("-5 degrees\n*bold* words\n1.5 litres\n[ ] a box alone\n#hashtag\n").texts())
        .containsExactly("-5 degrees", "*bold* words", "1.5 litres", "[ ] a box alone", "#hashtag");
  }

  @Test
  void headingsAreNoTasks() {
    assertThat(md("# A\n###### B\n#\n- # C\n\nTitle\n=====\n\nSub\n---\n\nreal\n").texts())
        .containsExactly("real");
  }

  @Test
  void aRuleUnderAListIsNoHeading() {
    assertThat(md("- one\n---\ntwo\nthree\n---\nfour\n***\n_ _ _\n* * *\n").texts())
        .containsExactly("one", "two", "three", "four");
  }

  @Test
  void codeIsNoTask() {
    assertThat(
            md("one\n```python\n- no\n~~~\n```\ntwo\n~~~~\nno\n~~~\n```\n~~~~~\n- ```\n  no\n  ```\nthree\n")
                .texts())
        .containsExactly("one", "two", "three");
  }

  @Test
  void inlineCodeIsText() {
    assertThat(md("```not``` a fence\n").texts()).containsExactly("```not``` a fence");
  }

  @Test
  void refusesCodeThatNeverEndsWithItsLine() {
    assertThatExceptionOfType(BadTaskFile.class)
        .isThrownBy(() -> md("one\n\n```\ntwo\n").check())
        .satisfies(e -> assertThat(e.line()).isEqualTo(3))
        .withMessageContaining("a block of code opens here and never closes");
  }

  @Test
  void commentsAndFrontMatterAreNoTasks() {
    assertThat(md("---\ntitle: x\n---\n<!-- a -->\none\n<!-- b\nc\n-->\ntwo\n").texts())
        .containsExactly("one", "two");
  }

  @Test
  void aRuleAtTheStartIsNoFrontMatter() {
    assertThat(md("---\n\none\n\n---\n\ntwo\n").texts()).containsExactly("one", "two");
    assertThat(md("---\none\n").texts()).containsExactly("one");
  }

  @Test
  void refusesFrontMatterThatNeverEnds() {
    assertThatExceptionOfType(BadTaskFile.class)
        .isThrownBy(() -> md("---\ntitle: x\n\n- one\n").check())
        .satisfies(e -> assertThat(e.line()).isEqualTo(1))
        .withMessageContaining("front matter");
  }

  @Test
  void refusesAFileThatHoldsNoTask() {
    assertThatExceptionOfType(BadTaskFile.class)
        .isThrownBy(() -> md("# Only a title\n").check())
        .withMessageContaining("holds no task");
  }

  @Test
  @Timeout(60)
  void aMillionMarkersTakeNoTime() {
    for (String marker : List.of("> ", ">", "- ", "1. ", "[ ] ", "-", "`", "~", "#", "= ")) {
      Dropped file = md("one\n\n" + marker.repeat(900_000 / marker.length()) + "\n\n~~~\n~~~\n");

      Throwable refusal = catchThrowable(file::check);
      assertThat(refusal == null || refusal instanceof BadTaskFile).as(marker).isTrue();
    }
  }

  @Test
  void refusesALineThatIsTooLong() {
    Dropped file = Dropped.file(folder, "a.txt", "ok\n" + "x".repeat(1_000_001) + "\n");

    assertThatExceptionOfType(BadTaskFile.class)
        .isThrownBy(file::check)
        .satisfies(e -> assertThat(e.line()).isEqualTo(2))
        .withMessageContaining("1,000,000");
  }
}
