package org.batchrunner.workflow.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.batchrunner.workflow.Growth;

/** One pass for the anchors of all rules finds what each rule finds by itself. */
class FinderPropertyTest {

  private static final List<Rule> BUILT_IN = Redactor.builtInRules();

  private static final Finder FINDER = new Finder(BUILT_IN);

  private static final List<String> PATTERNS =
      List.of(
          "a[ab1-]*",
          "\\bab",
          "\\bb1*\\b",
          "[ab]-?1",
          "1[1. ]*1",
          "a.{0,3}b",
          "(?i:B)(a|1)",
          "-1+");

  @Property(tries = 3000)
  void theBuiltInRulesFindWhatTheyFindOneByOne(@ForAll("nearAnchors") String text) {
    assertThat(FINDER.find(text)).isEqualTo(PlainFinder.find(BUILT_IN, text));
  }

  @Property(tries = 500)
  void soDoThoseThatLookFurtherOff(@ForAll("nearAnchors") String text) {
    List<Rule> far = BUILT_IN.stream().filter(rule -> rule.place().token() == null).toList();

    assertThat(FINDER.findFar(text)).isEqualTo(PlainFinder.find(far, text));
  }

  @Property(tries = 3000)
  void anyRulesFindWhatTheyFindOneByOne(
      @ForAll("rules") List<Rule> rules, @ForAll("crowded") String text) {
    assertThat(new Finder(rules).find(text)).isEqualTo(PlainFinder.find(rules, text));
  }

  @Property(tries = 2000)
  void theIndexTellsEachPlaceOfEachAnchorOnceAndFromTheLeft(
      @ForAll("rules") List<Rule> rules, @ForAll("crowded") String text) {
    List<List<Integer>> told = new ArrayList<>();
    new AnchorIndex(rules).find(text, (position, rule) -> told.add(List.of(position, rule)));

    assertThat(told).isSortedAccordingTo((a, b) -> a.get(0) - b.get(0));
    assertThat(told.stream().distinct().toList())
        .containsExactlyInAnyOrderElementsOf(plain(rules, text));
  }

  private static List<List<Integer>> plain(List<Rule> rules, String text) {
    List<List<Integer>> places = new ArrayList<>();
    for (int at = 0; at < text.length(); at++) {
      for (int rule = 0; rule < rules.size(); rule++) {
        int place = at;
        boolean begins =
            rules.get(rule).place().anchors().stream()
                .anyMatch(a -> text.regionMatches(true, place, a, 0, a.length()));
        if (begins) {
          places.add(List.of(at, rule));
        }
      }
    }
    return places;
  }

  /**
   * Twenty thousand anchors of one rule: a text without them costs about what it costs with one.
   */
  @Example
  void manyAnchorsCostLittleMoreThanOne() {
    String names =
        IntStream.range(0, 20_000)
            .mapToObj(number -> "'" + Integer.toString(number * 7919, 36) + "-name'")
            .collect(Collectors.joining(", "));
    Redactor many =
        Redactor.of(
            "f", "rules:\n- {name: n, pattern: '[a-z0-9]+-name', needs: [%s]}".formatted(names));
    String text = "the quick brown fox jumps over a lazy dog ".repeat(5000);

    Growth.assertLinear("many anchors", text, many::redact);
    assertThat(Growth.micros(text, many::redact)).isLessThan(200_000);
    assertThat(many.apply("ask the 63z-name")).isEqualTo("ask the [REDACTED:N]");
  }

  @Example
  void anchorsBeyondAsciiAreFoundCaseAside() {
    Redactor redactor =
        Redactor.of(
            "f",
            "rules:\n- {name: n, pattern: '(?i:gehälter|ключ|鍵)=[a-z]+', begins: ['Gehälter', ключ, 鍵]}");

    assertThat(redactor.apply("GEHÄLTER=abc gehälter=abc Ключ=abc 鍵=abc x=abc"))
        .isEqualTo("[REDACTED:N] [REDACTED:N] [REDACTED:N] [REDACTED:N] x=abc");
  }

  @Provide
  Arbitrary<String> nearAnchors() {
    List<String> anchors =
        BUILT_IN.stream().flatMap(rule -> rule.place().anchors().stream()).distinct().toList();
    Arbitrary<String> anchor = Arbitraries.of(anchors);
    Arbitrary<String> near =
        Combinators.combine(
                anchor,
                Arbitraries.integers().between(0, 20),
                Arbitraries.of("x", "-", "ſ", "\u212A"))
            .as(FinderPropertyTest::changed);
    Arbitrary<String> keys =
        Arbitraries.strings()
            .withChars("ABCabcxyz0123456789_-/+=.~")
            .ofMinLength(1)
            .ofMaxLength(45);
    Arbitrary<String> numbers =
        Arbitraries.strings().withChars("0123456789 .-()+:").ofMinLength(1).ofMaxLength(24);
    Arbitrary<String> words =
        Arbitraries.of(
            "the",
            "tokens",
            "secrets of",
            "\n",
            ": ",
            " = ",
            "@",
            "a.b@c.de",
            "jane.doe@example.com",
            "https://x.y/",
            "://u:p@h",
            "10.1.2.3",
            "2001:db8::1",
            "DE89 3704 0044 0532 0130 00",
            "4111 1111 1111 1111",
            "+49 30 1234567",
            "(555) 234-5678",
            "078-05-1120",
            "[REDACTED:EMAIL]",
            "[REDACTED:",
            "]",
            "größe",
            "日本",
            "“",
            "bearer  ",
            "PRIVATE KEY-----");
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(3, anchor),
            net.jqwik.api.Tuple.of(3, near),
            net.jqwik.api.Tuple.of(3, keys),
            net.jqwik.api.Tuple.of(2, numbers),
            net.jqwik.api.Tuple.of(3, words),
            net.jqwik.api.Tuple.of(3, Arbitraries.of(" ", ".", "-", "", "_")))
        .list()
        .ofMaxSize(14)
        .map(pieces -> String.join("", pieces));
  }

  /** An anchor with one character less, other or in the other case. */
  private static String changed(String anchor, int at, String other) {
    int place = at % anchor.length();
    String with = at % 3 == 0 ? "" : other;
    return at % 2 == 0
        ? anchor.substring(0, place) + with + anchor.substring(place + 1)
        : anchor.substring(0, place) + anchor.substring(place).toUpperCase(java.util.Locale.ROOT);
  }

  @Provide
  Arbitrary<String> crowded() {
    return Arbitraries.strings().withChars("aAbB11-- .ßſ\u212A").ofMaxLength(60);
  }

  @Provide
  Arbitrary<List<Rule>> rules() {
    Arbitrary<List<String>> texts =
        Arbitraries.strings()
            .withChars("abAB1-.ßsk")
            .ofMinLength(1)
            .ofMaxLength(12)
            .list()
            .ofMaxSize(6);
    Arbitrary<SearchScope> scopes =
        Combinators.combine(
                texts,
                Arbitraries.of("", "ab1-", "A-Za-z1", "1. "),
                Arbitraries.integers().between(0, 5),
                Arbitraries.of(Integer.MAX_VALUE, 9),
                Arbitraries.integers().between(1, 12))
            .as(
                (begins, token, least, most, reach) ->
                    new SearchScope(
                        begins,
                        List.of(),
                        token.isEmpty() ? null : CharSet.of(token),
                        least,
                        most,
                        reach));
    return Combinators.combine(scopes, Arbitraries.of(PATTERNS))
        .as(
            (scope, pattern) ->
                new Rule(
                    "r",
                    "R",
                    List.of(new RulePattern(pattern)),
                    MatchCheck.NONE,
                    Strategy.LABEL,
                    true,
                    scope))
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }
}
