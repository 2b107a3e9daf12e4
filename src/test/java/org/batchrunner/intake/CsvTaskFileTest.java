package org.batchrunner.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import java.util.List;
import org.batchrunner.task.CutMark;
import org.batchrunner.task.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTaskFileTest {

  @TempDir Path folder;

  private Dropped csv(String text) {
    return Dropped.file(folder, "tasks.csv", text);
  }

  private void refused(String text, long line, String... parts) {
    assertThatExceptionOfType(InvalidTaskFileException.class)
        .isThrownBy(() -> csv(text).check())
        .satisfies(e -> assertThat(e.line()).isEqualTo(line))
        .satisfies(e -> assertThat(e).hasMessageStartingWith("tasks.csv"))
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }

  @Test
  void keepsAllColumnsInFileOrder() {
    Task task = csv("id,Topic,task\na7,bees,Write about bees\n").tasks().get(0);

    assertThat(task.seq()).isEqualTo(1);
    assertThat(task.id()).isEqualTo("a7");
    assertThat(task.text()).isEqualTo("Write about bees");
    assertThat(task.columns())
        .containsExactly(
            entry("id", "a7"), entry("Topic", "bees"), entry("task", "Write about bees"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"task", "Task", "TASK", " task ", "prompt", "PROMPT", "\" Prompt \""})
  void findsTheTaskInAnyCaseAndBetweenSpaces(String header) {
    assertThat(csv(header + ",x\nHello,1\n").texts()).containsExactly("Hello");
  }

  @Test
  void prefersTaskToPrompt() {
    assertThat(csv("prompt,task\nno,yes\n").texts()).containsExactly("yes");
  }

  @Test
  void takesTheColumnThatTheOptionNames() {
    assertThat(csv("task,Question\nno,yes\n").with("task-column", " question").texts())
        .containsExactly("yes");
  }

  @Test
  void refusesAFileWithoutATaskColumnAndNamesItsColumns() {
    refused("act,text\na,b\n", 1, "no column 'task' or 'prompt'", "act, text", "task-column");
  }

  @Test
  void refusesTwoTaskColumns() {
    refused("task,Task\na,b\n", 1, "two columns are named 'task'");
  }

  @Test
  void keepsColumnsWithTheSameNameApart() {
    assertThat(csv("note,task,Note,,x\n1,t,2,3,4\n").tasks().get(0).columns())
        .containsExactly(
            entry("note", "1"),
            entry("task", "t"),
            entry("Note (2)", "2"),
            entry("column 4", "3"),
            entry("x", "4"));
  }

  @ParameterizedTest
  @CsvSource({"','", "';'", "'\t'"})
  void knowsTheDelimiterByTheHeader(String delimiter) {
    String text = "id,task,note\n7,\"a, b; c\td\",n\n".replace(",t", delimiter + "t");
    text = text.replace("id,", "id" + delimiter).replace("k,n", "k" + delimiter + "n");
    text = text.replace("7,", "7" + delimiter).replace("\",n", "\"" + delimiter + "n");

    assertThat(csv(text).tasks().get(0).columns()).containsValues("7", "a, b; c\td", "n");
  }

  @Test
  void findsTheDelimiterBehindBlankLinesAndAnEmptyFirstName() {
    assertThat(csv("\n\n\ttask\n1\ta, b\n").tasks().get(0).columns())
        .containsExactly(entry("column 1", "1"), entry("task", "a, b"));
  }

  @Test
  void aSingleColumnNeedsNoDelimiter() {
    assertThat(csv("task\nfirst\nsecond; with a semicolon\n").texts())
        .containsExactly("first", "second; with a semicolon");
  }

  @Test
  void followsTheSepLineOfExcel() {
    Dropped file = csv("sep=;\r\nid;task\r\n1;one, two\r\n");

    assertThat(file.texts()).containsExactly("one, two");
    assertThat(file.check().columns()).containsExactly("id", "task");
  }

  @Test
  void refusesASepLineThatItDoesNotKnow() {
    refused("sep=|\nid|task\n1|x\n", 1, "sep=|");
  }

  @Test
  void readsTsv() {
    Dropped file = Dropped.file(folder, "tasks.TSV", "id\ttask\n1\tone, two\n");

    assertThat(file.texts()).containsExactly("one, two");
  }

  @Test
  void keepsLineBreaksAndQuotesInQuotedCells() {
    assertThat(csv("task,n\r\n\"a\nb\r\nc \"\"d\"\"\",1\r\nnext,2\r\n").texts())
        .containsExactly("a\nb\r\nc \"d\"", "next");
  }

  @Test
  void readsAFileThatEndsWithoutALineEnd() {
    assertThat(csv("task\none\n\"two\"").texts()).containsExactly("one", "two");
  }

  @Test
  void readsTheLineEndsOfOldMacs() {
    assertThat(csv("task,n\rone,1\rtwo,2").texts()).containsExactly("one", "two");
  }

  @Test
  void refusesAQuoteThatNeverClosesWithTheLineWhereItOpened() {
    refused("id,task\n1,ok\n2,\"oops\n3,fine\n4,fine\n", 3, "a quote opens here and never closes");
  }

  @Test
  void namesTheLineOfTheQuoteAndNotOfItsRow() {
    refused("id,task\n\"1\n2\n3\",\"oops\n", 4, "a quote opens here");
  }

  @Test
  void refusesTextBehindAClosingQuote() {
    refused("id,task\n1,\"oops\n2,\"fine\"\n", 2, "text follows its closing quote in line 3");
  }

  @Test
  void aQuoteWithinAnUnquotedCellIsText() {
    assertThat(csv("task\nsay \"hi\"\n6\" pipe\n").texts())
        .containsExactly("say \"hi\"", "6\" pipe");
  }

  @Test
  void fillsAShortRowWithEmptyCells() {
    assertThat(csv("task,a,b\nx,1\n").tasks().get(0).columns())
        .containsExactly(entry("task", "x"), entry("a", "1"), entry("b", ""));
  }

  @Test
  void refusesALongRowWithItsLine() {
    refused("id,task\n1,ok\n2,one, two\n", 3, "the row has 3 cells and the header 2", "quotes");
  }

  @Test
  void ignoresEmptyCellsBehindTheHeader() {
    assertThat(csv("id,task,,\n1,ok,,\n2,ok\n3,ok,,,, \n").check().columns())
        .containsExactly("id", "task");
  }

  @Test
  void dropsAndCountsEmptyTasks() {
    Dropped file = csv("id,task\n1,one\n2,\n3,  \u00A0\n\n,,\n4,two\n");

    assertThat(file.check().tasks()).isEqualTo(2);
    assertThat(file.check().dropped()).isEqualTo(3);
    assertThat(file.tasks()).extracting(Task::seq).containsExactly(1, 2);
    assertThat(file.tasks()).extracting(Task::id).containsExactly("1", "4");
  }

  @Test
  void aTaskWithoutAnIdHasItsNumber() {
    assertThat(csv("ID,task\n,one\n b ,two\n,three\n").tasks())
        .extracting(Task::id)
        .containsExactly("1", "b", "3");
  }

  @Test
  void keepsRowsWithTheSameId() {
    assertThat(csv("id,task\n1,one\n1,two\n1,two\n").tasks())
        .extracting(Task::seq, Task::id, Task::text)
        .hasSize(3)
        .doesNotHaveDuplicates();
  }

  @Test
  void takesOffTheApostropheBeforeAFormulaAndNoOther() {
    assertThat(csv("task\n'=1+1\n'+a\n'-b\n'@c\n\"'\td\"\n\"'\re\"\n'quoted'\n'\n''=x\n").texts())
        .containsExactly("=1+1", "+a", "-b", "@c", "\td", "\re", "'quoted'", "'", "'=x");
  }

  @Test
  void refusesAFileWithoutTasks() {
    refused("", 0, "holds no task");
    refused("\n\n\n", 0, "holds no task");
    refused("id,task\n", 0, "holds no task");
    refused("id,task\n1,\n2,\n", 0, "every task is empty");
  }

  @Test
  void countsLinesOverBlankOnesAndQuotedBreaks() {
    refused("\n\nid,task\n\n\"1\n\n\",ok\r\n\r\n2,a,b\n", 9, "the row has 3 cells");
  }

  @Test
  void readsTheSameTasksAgain() {
    TaskFile file = csv("id,task\n1,one\n2,two\n").open();

    assertThat(file.check()).isEqualTo(file.check());
    try (var first = file.tasks();
        var second = file.tasks()) {
      assertThat(first.next()).isEqualTo(second.next());
      assertThat(first.next()).isEqualTo(second.next());
      assertThat(first.hasNext()).isFalse();
    }
  }

  @Test
  void reads171RealPrompts() {
    Dropped file =
        new Dropped(
            Path.of("samples/prompts-2024.csv"), org.batchrunner.task.options.Options.DEFAULTS);

    assertThat(file.check().tasks()).isEqualTo(171);
    assertThat(file.check().dropped()).isZero();
    assertThat(file.tasks())
        .allSatisfy(task -> assertThat(task.columns()).containsOnlyKeys("act", "prompt"));
    assertThat(file.tasks().get(0).text()).startsWith("Imagine you are an experienced Ethereum");
  }

  @Test
  void whatCanNotBeSeenInAHeaderMakesNoDifference() {
    for (String header :
        List.of(
            "\uFEFF\uFEFFid,task",
            "\u200Bid,task\u00A0",
            "id\u00AD,\u2060task",
            "i\u200Dd,\u3000Ta\u200Bsk\u202F",
            "\u202Aid\u202C,\u0000task".replace("\u0000", ""))) {
      Dropped file = Dropped.file(folder, "tasks.csv", header + "\nA1,one\nA2,two\n");

      assertThat(file.tasks()).as(header).extracting(Task::id).containsExactly("A1", "A2");
      assertThat(file.texts()).containsExactly("one", "two");
    }
  }

  @Test
  void namesAreTheSameInEveryFormOfUnicode() {
    Dropped file =
        Dropped.file(folder, "tasks.csv", "id,pre\u0301nom,ta\u0301che\nA1,Zoé,Greet\n")
            .with("task-column", "t\u00E1che")
            .with("template", "Bonjour {{pr\u00E9nom}}: {{T\u00C1CHE}} {{task}}");
    file.check();
    assertThat(Template.parse(file.options().template().orElseThrow()).render(file.tasks().get(0)))
        .isEqualTo("Bonjour Zoé: Greet Greet");
  }

  @Test
  void columnsThatLookTheSameAreRefusedOrToldApart() {
    assertThatExceptionOfType(InvalidTaskFileException.class)
        .isThrownBy(() -> Dropped.file(folder, "a.csv", "task,ta\u200Bsk\nx,y\n").check())
        .withMessage(
            "a.csv, line 1: two columns are named 'task' (the other is written 'ta<U+200B>sk');"
                + " rename one of them");
    assertThatExceptionOfType(InvalidTaskFileException.class)
        .isThrownBy(
            () -> Dropped.file(folder, "a.jsonl", "{\"task\":\"x\",\"task\u00A0\":\"y\"}").check())
        .withMessageContaining("two fields are named 'task' and 'task<U+00A0>'");
    assertThat(Dropped.file(folder, "a.csv", "task,n\u200Bo,no\nx,1,2\n").check().columns())
        .containsExactly("task", "n\u200Bo", "no (2)");
  }

  @Test
  void whatAnErrorListsShowsWhatCanNotBeSeen() {
    assertThatExceptionOfType(InvalidTaskFileException.class)
        .isThrownBy(() -> Dropped.file(folder, "a.csv", "id,my\u00A0te\u200Bxt\nA,y\n").check())
        .withMessageContaining("the columns are: id, my<U+00A0>te<U+200B>xt");
  }

  @Test
  void theQuotesOfATsvFileAreTextsWhereTheyDoNotBalance() {
    assertThat(
            Dropped.file(
                    folder,
                    "a.tsv",
                    "id\ttask\nq1\t\"To be\" is from which play?\nq2\tWhat is 6\" in cm?\n")
                .texts())
        .containsExactly("\"To be\" is from which play?", "What is 6\" in cm?");
    assertThat(
            Dropped.file(folder, "b.tsv", "id\ttask\nq1\t\"Hello there\r\nq2\tWhat next?").texts())
        .containsExactly("\"Hello there", "What next?");
    assertThat(Dropped.file(folder, "c.TSV", "id\ttask\nq1\t\"a\tb\nc\"\n").texts())
        .containsExactly("a\tb\nc");
  }

  @Test
  void aTaskThatAReportHasCutIsRefusedWithTheReason() {
    String mark = CutMark.of(40_000, "tasks.csv");
    Dropped cut = Dropped.file(folder, "a.csv", "task,note\none,x\nlong%s,x\n".formatted(mark));
    assertThatExceptionOfType(InvalidTaskFileException.class)
        .isThrownBy(cut::check)
        .withMessageStartingWith("a.csv, line 3: the task was cut by a report")
        .withMessageContaining("in tasks.csv of that batch");

    Dropped other = Dropped.file(folder, "a.csv", "task,note\none,long%s\n".formatted(mark));
    assertThat(other.check().tasks()).isEqualTo(1);
    assertThatExceptionOfType(InvalidTaskFileException.class)
        .isThrownBy(() -> other.with("template", "{{note}} {{task}}").check())
        .withMessageContaining("was cut by a report");
  }
}
