package org.batchrunner.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What spares most texts a closer look never changes what that look would say. */
class CheapTestsPropertyTest {

  @Property(tries = 5000)
  void aTextThatBeginsOtherwiseIsNoRefusal(@ForAll("refusals") String text) {
    assertThat(Refusal.reads(text)).isEqualTo(Refusal.declines(text.strip()));
  }

  @Property(tries = 5000)
  void aTextWithoutMarksOrTooShortHasNoLongQuotation(
      @ForAll("quotations") String text, @ForAll @IntRange(min = 1, max = 12) int least) {
    int longest = Quotations.longest(text);

    assertThat(Quotations.longest(text, least)).isEqualTo(longest >= least ? longest : 0);
  }

  @Property
  void linesMayEndInAnyWay(@ForAll("quotations") String text) {
    assertThat(Quotations.longest(text.replace("\n", "\r\n")))
        .isEqualTo(Quotations.longest(text))
        .isEqualTo(Quotations.longest(text.replace('\n', '\r') + "\r"));
  }

  @Provide
  Arbitrary<String> refusals() {
    Arbitrary<String> before =
        Arbitraries.of("", "", "", " ", "\n\t", "\"", "“", "**", "> _", "\u3000", "-", "x ");
    Arbitrary<String> opening =
        Arbitraries.of(
            "",
            "",
            "I'm sorry",
            "I’m so sorry",
            "I am sorry",
            "Sorry",
            "ſorry",
            "I'm afraid that ",
            "My apologies",
            "I apologize",
            "I apologise for any trouble",
            "Unfortunately",
            "I appreciate your interest, ",
            "I understand ",
            "Thank you for asking, ",
            "ThanK you for asking",
            "No",
            "As an AI",
            "As a language model",
            "as an assistant ",
            "Es tut mir leid",
            "Tut mir leid",
            "LEIDER",
            "Je suis désolée",
            "Désolé",
            "DÉSOLÉ",
            "Lo siento",
            "Well",
            "The");
    Arbitrary<String> glue =
        Arbitraries.of("", " ", ", ", ". ", "; but ", " – ", " aber ", ", however, ");
    Arbitrary<String> core =
        Arbitraries.of(
            "I can't help with that.",
            "I cannot assist you with this request",
            "i'm unable to comply with your request",
            "I won't do that.",
            "I'm not able to provide you with instructions",
            "I must respectfully decline.",
            "I must decline to help",
            "This is something I can't help you with",
            "That's not something that I cannot help with",
            "It is i can't help with",
            "İt is i can't help with",
            "The request violates",
            "your prompt goes against",
            "THE CONTENT IS AGAINST",
            "that question conflicts with",
            "Dabei kann ich Ihnen leider nicht helfen",
            "Damit kann ich nicht weiterhelfen",
            "hierbei kann ich dir nicht helfen",
            "Ich kann Ihnen dabei nicht helfen",
            "Ich kann diese Anfrage leider nicht",
            "Je ne peux pas vous aider avec cela",
            "no puedo ayudarte con eso",
            "no puedo cumplir con",
            "We can't help with that.",
            "the earth is round",
            "I can help",
            "");
    return Combinators.combine(
            before, opening, glue, opening, glue, core, Arbitraries.of("", " More.", "\n"))
        .as((a, b, c, d, e, f, g) -> a + b + c + d + e + f + g);
  }

  @Provide
  Arbitrary<String> quotations() {
    return Arbitraries.of(
            "a", "b c", "日", "日本", "a日b日", "“", "”", "„", "«", "»", "\"", "\"", " \"", "\" ", ">",
            "\n> ", "\n", "\n\n", " ", " ", "`", "``", "```\n", "~~~\n", "    ", "𠀀", "word ",
            "12", "'", "’", ".")
        .list()
        .ofMaxSize(30)
        .map(pieces -> String.join("", pieces));
  }
}
