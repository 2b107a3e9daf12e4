package org.batchrunner.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotationsTest {

  private static String words(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(number -> "word" + number)
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "He says: “%s”.",
        "Er sagt: „%s“.",
        "Il dit : « %s ».",
        "He says: \"%s\".",
        "»%s«, sagt er."
      })
  void whatStandsBetweenMarksThatMatchIsQuoted(String around) {
    assertThat(Quotations.longest(around.formatted(words(80)))).isEqualTo(80);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "It's here. %s It isn't there.",
        "It’s here. %s It isn’t there.",
        "The readers' choice: %s the writers' choice.",
        "A 5\" pipe, %s a 6\" pipe.",
        "Use ` + \"\\\"\" + `x: %s",
      })
  void apostrophesAndInchesJoinNothing(String around) {
    assertThat(Quotations.longest(around.replace("%s", words(80)))).isZero();
  }

  @Test
  void shortQuotationsAreNotAddedUp() {
    String text = ("\"" + words(10) + "\" and ").repeat(20);

    assertThat(Quotations.longest(text)).isEqualTo(10);
  }

  @Test
  void whatStandsBetweenTwoQuotationsIsNotQuoted() {
    assertThat(Quotations.longest("\"One.\" " + words(90) + " \"Two words.\"")).isEqualTo(2);
  }

  @Test
  void blockQuotesCountAsAWhole() {
    String block = "> " + words(40) + "\n> " + words(40) + "\n";

    assertThat(Quotations.longest("She wrote:\n\n" + block + "\nSo it is.")).isEqualTo(80);
    assertThat(Quotations.longest("a > b\n" + words(90))).isZero();
  }

  @Test
  void codeIsNoQuotation() {
    assertThat(Quotations.longest("```java\nString s = \"" + words(90) + "\";\n```")).isZero();
    assertThat(Quotations.longest("Run `echo \"" + words(90) + "\"` now.")).isZero();
    assertThat(Quotations.longest("~~~\n> " + words(90) + "\n~~~")).isZero();
  }
}
