package org.batchrunner.workflow.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequiredTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "(?i)project\\s+(?:falcon|osprey) # project",
        "\\bEMP-\\d{5}\\b # EMP-",
        "ab?cd # cd",
        "abc+d # abc",
        "abc{0,3}d.efg # efg",
        "[a-z]+@corp\\.example # @corp.example",
        "x(a(b)[)]|c)yz # yz",
        "größe # gr",
      })
  void whatEachMatchHoldsIsTold(String pattern, String text) {
    assertThat(RequiredText.of(pattern)).contains(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abc|def",
        "(abc)",
        "a.b.c",
        "\\Qa|b\\Edef",
        "[]abc]def",
        "[[:alpha:]]def",
        "\\x41bcd",
        "\\pLdef",
        "(\\Q)\\E|abc)def",
        "a*",
        "ab(?i)*",
        "aa(?i-s){0,2}",
        "\\d+"
      })
  void whatIsNotKnownHoldsNothing(String pattern) {
    assertThat(Pattern.compile(pattern)).isNotNull();
    assertThat(RequiredText.of(pattern)).isEmpty();
  }

  @Property(tries = 10_000)
  void aRuleFindsWhatItFindsInTheWholeText(
      @ForAll("patterns") String pattern, @ForAll("texts") String text) {
    Optional<RulePattern> compiled = compiled(pattern);
    Assume.that(compiled.isPresent());
    List<RulePattern> patterns = List.of(compiled.get());
    SearchScope whole =
        new SearchScope(
            List.of(), List.of(), null, 1, Integer.MAX_VALUE, SearchScope.DEFAULT_REACH);
    List<Rule> rules =
        List.of(
            new Rule(
                "r", "R", patterns, MatchCheck.NONE, Strategy.LABEL, true, whole.orWith(patterns)));

    assertThat(new Finder(rules).find(text)).isEqualTo(PlainFinder.find(rules, text));
  }

  @Test
  void aFilesRulesNeedTheTextThatTheirPatternsHold() {
    List<Rule> rules =
        RuleFile.read(
            "f",
            "rules:\n- {name: a, pattern: ['x-[0-9]+', 'yy\\d']}\n- {name: b, pattern: ['x-1', '\\d']}",
            "");

    assertThat(rules.get(0).place().needs()).containsExactly("x-", "yy");
    assertThat(rules.get(1).place().needs()).isEmpty();
  }

  private static Optional<RulePattern> compiled(String pattern) {
    try {
      RulePattern compiled = new RulePattern(pattern);
      return compiled.anywhere().matches("") ? Optional.empty() : Optional.of(compiled);
    } catch (PatternSyntaxException e) {
      return Optional.empty();
    }
  }

  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.of(
            "a",
            "ks",
            "S-",
            "ab",
            "b",
            "1",
            "{",
            "{2}",
            "{0,2}",
            "{1,}",
            "}",
            "*",
            "+",
            "?",
            "*?",
            ".",
            "|",
            "(",
            ")",
            "(?:",
            "(?i)",
            "(?i:",
            "(?P<n>",
            "[ab]",
            "[^a]",
            "[]a]",
            "[",
            "]",
            "[[:alpha:]]",
            "[\\]a]",
            "\\b",
            "\\d",
            "\\.",
            "\\(",
            "\\)",
            "\\|",
            "\\\\",
            "\\Q",
            "\\E",
            "\\x61",
            "\\pL",
            "\\n",
            "ß",
            "^",
            "$",
            "-",
            "\\C",
            "\\141")
        .list()
        .ofMinSize(1)
        .ofMaxSize(7)
        .map(pieces -> String.join("", pieces));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("aAbBkKsS\u212Aſ1-.()|{}]\\ßẞ\n").ofMaxLength(30);
  }
}
