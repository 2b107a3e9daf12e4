package org.batchrunner.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'The  Cat\\n\\tsat'          | 'the cat sat'
          'hyphen-\\nation'           | 'hyphenation'
          'hyphen\\u00AD\\n  ation'   | 'hyphenation'
          'hy\\u00ADphen'             | 'hyphen'
          'well-known'                | 'wellknown'
          'COVID-\\n19'               | 'covid-19'
          'pre- and post'             | 'pre and post'
          '1914\\u20131918'           | '1914-1918'
          '10 \\u2014 20'             | '10-20'
          'a \\u2014 b'               | 'a b'
          'moon\\u2014a rock'         | 'moon a rock'
          'moon--a rock'              | 'moon a rock'
          'at -5 degrees'             | 'at -5 degrees'
          'at \\u22125 degrees'       | 'at -5 degrees'
          'don\\u2019t'               | 'don''t'
          '\\u201Cyes\\u201D'         | 'yes'
          '\\uFB01nd o\\uFB03ce'      | 'find office'
          'wait\\u2026'               | 'wait...'
          'e\\u0301t\\u00E9'          | 'été'
          '\\uFF11\\uFF12\\uFF05'     | '12%'
          'a\\u00A0b\\u2009c\\u200Bd' | 'a b cd'
          '10\\u00B2 m\\u00B2'        | '10^2 m^2'
          'x\\u00B9\\u2070'           | 'x^10'
          'H\\u2082O'                 | 'h2o'
          '1\\u00BD cups'             | '1 1/2 cups'
          '**bold** _it_ `code`'      | 'bold it code'
          'snake_case 2*3'            | 'snake_case 2*3'
          '[text](http://a.b/c) end'  | 'text end'
          '[T]he firm [1]'            | 'the firm 1'
          'one\\n## Head\\ntwo'       | 'one head two'
          'C# and #5'                 | 'c# and #5'
          'one\\n- two\\n* three'     | 'one two three'
          'one\\n> two'               | 'one two'
          '| a | b |'                 | ' a b '
          'p > 5'                     | 'p > 5'
          '\\u03A3\\u03C2'            | 'σσ'
          '1,000.50'                  | '1,000.50'
          'don''t "quote" dogs'' '    | 'don''t quote dogs '
          """)
  void foldsWhatAFaithfulQuotationMayChange(String escaped, String folded) {
    assertThat(Folding.fold(unescape(escaped)).text()).isEqualTo(folded);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1,000      | 1000
          3.5        | 35
          10\\u00B2  | 102
          1\\u00BD   | 11/2
          -5         | 5
          n\\u00F1o  | nno
          can        | can't
          5%         | 5
          $5         | \\u20AC5
          H\\u2082O  | H20
          """)
  void keepsWhatCarriesMeaning(String one, String other) {
    assertThat(Folding.fold(unescape(one)).text())
        .isNotEqualTo(Folding.fold(unescape(other)).text());
  }

  static String unescape(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.startsWith("\\u", i)) {
        out.append((char) Integer.parseInt(text.substring(i + 2, i + 6), 16));
        i += 5;
      } else if (text.startsWith("\\n", i) || text.startsWith("\\t", i)) {
        out.append(text.charAt(++i) == 'n' ? '\n' : '\t');
      } else {
        out.append(text.charAt(i));
      }
    }
    return out.toString();
  }
}
