package org.batchrunner.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FormulasTest {

  @Example
  void whatASpreadsheetWouldRunGetsAnApostrophe() {
    assertThat(List.of("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "-", "=="))
        .allSatisfy(cell -> assertThat(Formulas.defuse(cell)).isEqualTo("'" + cell));
  }

  @Example
  void plainNumbersAndTextsStayAsTheyAre() {
    assertThat(
            List.of("-5", "+3.2", "1e5", "-1E-9", "-.5", "-5.", "0", "", "'", "a=b", "'tis", " =1"))
        .allSatisfy(cell -> assertThat(Formulas.defuse(cell)).isEqualTo(cell));
  }

  @Example
  void readingTakesOffWhatAUserPutThere() {
    assertThat(Formulas.restore("'=1+1")).isEqualTo("=1+1");
    assertThat(Formulas.restore("'-5")).isEqualTo("-5");
    assertThat(Formulas.restore("'tis")).isEqualTo("'tis");
    assertThat(Formulas.restore("=1+1")).isEqualTo("=1+1");
  }

  @Property
  void whatIsWrittenReadsBackTheSameAndIsNoFormula(@ForAll("cells") String cell) {
    String written = Formulas.defuse(cell);
    assertThat(Formulas.restore(written)).isEqualTo(cell);
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
        Arbitraries.strings().withChars("'=+-@\t\r\n.e15 x").ofMaxLength(8),
        Arbitraries.doubles().map(String::valueOf));
  }
}
