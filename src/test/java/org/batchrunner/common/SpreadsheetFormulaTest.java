package org.batchrunner.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SpreadsheetFormulaTest {

  @Example
  void whatASpreadsheetWouldRunGetsAnApostrophe() {
    assertThat(List.of("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\tx", "\rx", "-", "=="))
        .allSatisfy(cell -> assertThat(SpreadsheetFormula.defuse(cell)).isEqualTo("'" + cell));
  }

  @Example
  void whatBeginsACellForAnotherDelimiterIsGuardedToo() {
    assertThat(
            List.of(
                "a;|=1+1",
                "a,|@SUM(A1)",
                "a\n|-cmd\\|x",
                "a\t|+1+2",
                "\t|=1",
                "a;|\"=1+1;",
                "a\n|- cmd\\|'/C calc'!A0",
                "a\n|- HYPERLINK(\"x\")",
                "a;|-5 degrees"))
        .allSatisfy(
            marked -> {
              String text = marked.replaceFirst("(?<!\\\\)\\|", "").replace("\\|", "|");
              String guarded = marked.replaceFirst("(?<!\\\\)\\|", "'\u2060").replace("\\|", "|");
              assertThat(SpreadsheetFormula.defuse(text).replaceFirst("^'(?=\t)", ""))
                  .isEqualTo(guarded);
              assertThat(SpreadsheetFormula.restore(SpreadsheetFormula.defuse(text)))
                  .isEqualTo(text);
            });
  }

  @Example
  void whatPeopleWriteIsLeftAlone() {
    assertThat(
            List.of(
                "1;-5;+3.2",
                "Steps:\n- first\n- second, then third\n---\n+ more",
                "| a | b |\n|---|---|",
                "x = ['=','-','+']",
                "a, =b",
                "'a','-'"))
        .allSatisfy(text -> assertThat(SpreadsheetFormula.restore(text)).isEqualTo(text));
    assertThat(
            List.of(
                "1;-5;+3.2",
                "Steps:\n- first\n- second, then third\n---\n+ more",
                "| a | b |\n|---|---|",
                "a, =b"))
        .allSatisfy(text -> assertThat(SpreadsheetFormula.defuse(text)).isEqualTo(text));
  }

  @Example
  void plainNumbersAndTextsStayAsTheyAre() {
    assertThat(
            List.of("-5", "+3.2", "1e5", "-1E-9", "-.5", "-5.", "0", "", "'", "a=b", "'tis", " =1"))
        .allSatisfy(cell -> assertThat(SpreadsheetFormula.defuse(cell)).isEqualTo(cell));
  }

  @Example
  void readingTakesOffWhatAUserPutThere() {
    assertThat(SpreadsheetFormula.restore("'=1+1")).isEqualTo("=1+1");
    assertThat(SpreadsheetFormula.restore("'-5")).isEqualTo("-5");
    assertThat(SpreadsheetFormula.restore("'tis")).isEqualTo("'tis");
    assertThat(SpreadsheetFormula.restore("=1+1")).isEqualTo("=1+1");
  }

  @Property
  void whatIsWrittenReadsBackTheSameAndIsNoFormula(@ForAll("cells") String cell) {
    String written = SpreadsheetFormula.defuse(cell);
    assertThat(SpreadsheetFormula.restore(written)).isEqualTo(cell);
    if (!written.isEmpty() && "=@\t\r".indexOf(written.charAt(0)) >= 0) {
      throw new AssertionError("a formula: " + written);
    }
    if (written.startsWith("+") || written.startsWith("-")) {
      assertThat(Double.parseDouble(written)).isNotNaN();
      assertThat(written).doesNotContainPattern("[^-+.0-9eE]");
    }
  }

  @Provide
  Arbitrary<String> cells() {
    return Arbitraries.oneOf(
        Arbitraries.strings(),
        Arbitraries.strings().withChars("'=+-@\t\r\n.e15 x,;|\"\u2060").ofMaxLength(12),
        Arbitraries.doubles().map(String::valueOf));
  }
}
