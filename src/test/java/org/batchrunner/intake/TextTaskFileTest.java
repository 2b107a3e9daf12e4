package org.batchrunner.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.batchrunner.task.Task;
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
    assertThatExceptionOfType(InvalidTaskFileException.class)
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
    assertThatExceptionOfType(InvalidTaskFileException.class)
        .isThrownBy(() -> md("---\ntitle: x\n\n- one\n").check())
        .satisfies(e -> assertThat(e.line()).isEqualTo(1))
        .withMessageContaining("front matter");
  }

  @Test
  void refusesAFileThatHoldsNoTask() {
    assertThatExceptionOfType(InvalidTaskFileException.class)
        .isThrownBy(() -> md("# Only a title\n").check())
        .withMessageContaining("holds no task");
  }

  @Test
  @Timeout(60)
  void aMillionMarkersTakeNoTime() {
    for (String marker : List.of("> ", ">", "- ", "1. ", "[ ] ", "-", "`", "~", "#", "= ")) {
      Dropped file = md("one\n\n" + marker.repeat(900_000 / marker.length()) + "\n\n~~~\n~~~\n");

      Throwable refusal = catchThrowable(file::check);
      assertThat(refusal == null || refusal instanceof InvalidTaskFileException)
          .as(marker)
          .isTrue();
    }
  }

  @Test
  void refusesALineThatIsTooLong() {
    Dropped file = Dropped.file(folder, "a.txt", "ok\n" + "x".repeat(1_000_001) + "\n");

    assertThatExceptionOfType(InvalidTaskFileException.class)
        .isThrownBy(file::check)
        .satisfies(e -> assertThat(e.line()).isEqualTo(2))
        .withMessageContaining("1,000,000");
  }

  @Test
  void aTableIsReadByItsHeader() {
    Dropped file =
        md(
            "# Prompts\n\n| id | prompt | n |\n|----|:------:|---|\n| 1 | Write a haiku | a \\| b |\n"
                + "|2|Write a limerick|\n| 3 | | x |\n\nand a line\n");
    assertThat(file.texts()).containsExactly("Write a haiku", "Write a limerick", "and a line");
    assertThat(file.tasks()).extracting(Task::id).containsExactly("1", "2", "3");
    assertThat(file.tasks().get(0).columns())
        .isEqualTo(Map.of("id", "1", "prompt", "Write a haiku", "n", "a | b"));
    Census census = file.check();
    assertThat(census.columns()).containsExactly("id", "prompt", "n", "task");
    assertThat(census.dropped()).isEqualTo(1);
  }

  @Test
  void aTableInATextFileAndOneInAQuoteAreReadSoToo() {
    assertThat(
            Dropped.file(folder, "a.txt", "task | id\n--- | ---\none | x\n\ntwo | three\n").tasks())
        .extracting(Task::id, Task::text)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("x", "one"),
            org.assertj.core.groups.Tuple.tuple("2", "two | three"));
    assertThat(md("> | task |\n> |---|\n> | one |\n").texts()).containsExactly("one");
  }

  @Test
  void aTableWithoutATaskIsRefusedWithItsColumns() {
    assertThatExceptionOfType(InvalidTaskFileException.class)
        .isThrownBy(() -> md("- one\n\n| a | b |\n|---|---|\n| 1 | 2 |\n").check())
        .satisfies(e -> assertThat(e.line()).isEqualTo(3))
        .withMessageContaining("no column 'task' or 'prompt'; the columns are: a, b");
    assertThat(md("| a | b |\n|---|---|\n| 1 | 2 |\n").with("task-column", "b").texts())
        .containsExactly("2");
    assertThatExceptionOfType(InvalidTaskFileException.class)
        .isThrownBy(() -> md("| a | task |\n|---|\n| 1 | 2 |\n").check())
        .withMessageContaining("header has 2 cells, but the line below it has 1");
    assertThatExceptionOfType(InvalidTaskFileException.class)
        .isThrownBy(() -> md("| a | task |\n|---|---|\n| 1 | 2 | 3 |\n").check())
        .satisfies(e -> assertThat(e.line()).isEqualTo(3));
  }

  @Test
  void anItemGoesOnInTheLinesBelowIt() {
    assertThat(
            md("- Write a poem about\n  the sea in winter\n- Explain tides\n\n  Keep it under 50 words.\n"
                    + "\n1. One\n   more\n   - nested\n     too\nplain\n> - quoted\n>   on\n- last\n\nmargin\n")
                .texts())
        .containsExactly(
            "Write a poem about the sea in winter",
            "Explain tides\n\nKeep it under 50 words.",
            "One more",
            "nested too",
            "plain",
            "quoted on",
            "last",
            "margin");
  }

  @Test
  void tagsImagesAndReferencesAreNoTasks() {
    assertThat(
            md("<details open>\n<summary>More</summary>\n\n- Hidden one\n</details>\n<br/>\n"
                    + "<details><summary>A\nB</summary>\n[1]: https://example.org \"x\"\n[^1]: A note here.\n"
                    + "![logo](logo.png)\n[![b](b.svg)](https://ci)\n|---|---|\n+---+---+\n"
                    + "[Note]: say hello\nSee ![x](y.png)\n<https://example.org/a>\nUse <b>bold</b>\n")
                .texts())
        .containsExactly(
            "Hidden one",
            "[Note]: say hello",
            "See ![x](y.png)",
            "<https://example.org/a>",
            "Use <b>bold</b>");
  }

  @Test
  void linesThatOnlySeparateAreNoTasksInText() {
    assertThat(
            Dropped.file(
                    folder,
                    "a.txt",
                    "one\n---\ntwo\n=====\nthree\n* * *\n____\n--\n|---|\n-3 is cold\n")
                .texts())
        .containsExactly("one", "two", "three", "--", "-3 is cold");
  }
}
