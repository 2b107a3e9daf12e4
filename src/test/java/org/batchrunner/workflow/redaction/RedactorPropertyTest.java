package org.batchrunner.workflow.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RedactorPropertyTest {

  private static final String KEY_CHARACTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private final Redactor redactor = Redactor.builtIn();

  @Property(tries = 1000)
  void neverLeavesAPlantedSecret(
      @ForAll("prose") String before,
      @ForAll("secrets") String secret,
      @ForAll("prose") String after) {
    String text = before + " " + secret + " " + after;

    assertThat(redactor.apply(text)).doesNotContain(secret);
  }

  @Property(tries = 1000)
  void neverChangesATextThatHasNothingToHide(@ForAll("prose") String text) {
    assertThat(redactor.redact(text)).isEqualTo(new Redacted(text, Map.of()));
  }

  @Property(tries = 3000)
  void redactingTwiceIsRedactingOnce(@ForAll("mixtures") String text) {
    Redacted once = redactor.redact(text);

    assertThat(redactor.redact(once.text())).isEqualTo(new Redacted(once.text(), Map.of()));
    assertThat(once.counts().isEmpty()).isEqualTo(once.text().equals(text));
  }

  @Property(tries = 1000)
  void keepsEverythingAroundWhatItFinds(
      @ForAll("prose") String before, @ForAll("prose") String after) {
    assertThat(redactor.apply(before + " jane@example.com, " + after))
        .isEqualTo(before + " [REDACTED:EMAIL], " + after);
  }

  @Provide
  Arbitrary<String> prose() {
    return Arbitraries.of(
            "The",
            "answer",
            "is",
            "not",
            "a",
            "secret.",
            "Größe",
            "日本語",
            "12",
            "items,",
            "2024",
            "(see",
            "below)",
            "https://example.com/a?b=1234567890#c",
            "v1.2.3.4",
            "12:30:45",
            "—",
            "\n",
            "da39a3ee5e6b4b0d3255bfef95601890afd80709",
            "order",
            "123456789",
            "I'm",
            "100%",
            "$4.50",
            "`x`")
        .list()
        .ofMaxSize(20)
        .map(words -> String.join(" ", words));
  }

  @Provide
  Arbitrary<String> secrets() {
    Arbitrary<String> random = Arbitraries.strings().withChars(KEY_CHARACTERS).ofLength(36);
    Arbitrary<String> digits = Arbitraries.strings().numeric().ofLength(12);
    return Arbitraries.oneOf(
        random.map(key -> "sk-proj-" + key),
        random.map(key -> "sk-" + key),
        random.map(key -> "sk-ant-api03-" + key),
        random.map(key -> "AIza" + key.substring(1)),
        random.map(key -> "ghp_" + key),
        random.map(key -> "hf_" + key),
        random.map(key -> "AKIA" + key.substring(0, 16).toUpperCase(Locale.ROOT)),
        random.map(key -> key.substring(0, 8) + "@" + key.substring(8, 14) + ".example.org"),
        digits.map(d -> "+1" + "23456789".charAt(d.charAt(0) % 8) + d.substring(1, 10)),
        digits
            .filter(d -> !d.startsWith("00") && !d.startsWith("000", 0))
            .map(
                d ->
                    "4%s-%s-%s"
                        .formatted(d.substring(0, 2), "1" + d.charAt(3), "1" + d.substring(4, 7))),
        digits.map(RedactorPropertyTest::card),
        Combinators.combine(octet(), octet(), octet(), Arbitraries.integers().between(1, 249))
            .as((a, b, c, d) -> "10.%d.%d.%d".formatted(b, c, d)));
  }

  private Arbitrary<Integer> octet() {
    return Arbitraries.integers().between(0, 255);
  }

  private static String card(String digits) {
    String body = "455" + digits;
    int sum = 0;
    for (int at = 0; at < body.length(); at++) {
      int digit = body.charAt(body.length() - 1 - at) - '0';
      int weighted = at % 2 == 0 ? 2 * digit : digit;
      sum += weighted > 9 ? weighted - 9 : weighted;
    }
    return body + (10 - sum % 10) % 10;
  }

  @Provide
  Arbitrary<String> mixtures() {
    List<String> glue =
        List.of(
            "",
            " ",
            "-",
            ".",
            "/",
            "@",
            "=",
            ":",
            "[",
            "]",
            "\n",
            "+",
            "00",
            "sk-",
            "https://",
            "'",
            "[REDACTED:EMAIL]",
            "[REDACTED:",
            "token=",
            "SSN ",
            "version ",
            "1",
            "a",
            "*",
            "&",
            "%");
    return Combinators.combine(
            Arbitraries.of(glue), Arbitraries.oneOf(secrets(), prose(), Arbitraries.of(glue)))
        .as((join, piece) -> join + piece)
        .list()
        .ofMaxSize(8)
        .map(pieces -> String.join("", pieces));
  }
}
