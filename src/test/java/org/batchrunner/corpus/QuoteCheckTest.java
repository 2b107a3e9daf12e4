package org.batchrunner.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.batchrunner.common.Json;
import org.batchrunner.task.Citation;
import org.batchrunner.task.Citation.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuoteCheckTest {

  private static final String POLICY =
      """
      # Returns and refunds

      Customers who are unable to return an item within 30 days may ask for a voucher. The volt-
      age must not exceed 3.5 million volts — never more — and the “rated” current is 1,000 A. \
      You can't return opened software. Items sold at a discount of 15% or more are non-refundable.

      ## Shipping

      Shipping within the country is free for orders over $50. Parcels leave the warehouse on the \
      next working day. The customer may not, under any condition, send back perishable food. \
      We refund the price paid, including the cost of standard delivery, to the card used.
      """;

  private static final String FRENCH =
      """
      Le musée ouvre à neuf heures. L'entrée est gratuite pour les enfants de moins de douze ans.
      """;

  @TempDir Path temp;
  private Corpus corpus;

  @BeforeEach
  void open() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("docs"));
    Files.writeString(folder.resolve("returns.md"), POLICY);
    Files.writeString(folder.resolve("musee.txt"), FRENCH);
    Files.writeString(folder.resolve("cjk.txt"), "退货政策规定顾客可以在三十天之内无条件退货，运费由商店承担。过期不予受理。");
    corpus = Corpus.open(java.util.List.of(folder), temp.resolve("cache"), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    corpus.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Customers who are unable to return an item within 30 days may ask for a voucher.",
        "customers who are unable to return an item",
        "\"The voltage must not exceed 3.5 million volts\"",
        "must not exceed 3.5 million volts - never more - and the 'rated' current is 1,000 A",
        "You can’t return opened software",
        "Items sold at a discount of 15% or more are non-refundable",
        "or more are nonrefundable. Shipping Shipping within the country",
        "...Parcels leave the warehouse on the next working day…",
        "We refund the price paid [...] to the card used.",
        "Shipping within the country is free … Parcels leave the warehouse",
        "**Parcels** leave the ware\u00ADhouse on the\n> next working day",
      })
  void whatStandsThereIsVerified(String quote) {
    Citation citation = corpus.check("Returns and refunds", "returns.md", quote);
    assertThat(citation.verdict()).as(String.valueOf(citation.note())).isEqualTo(Verdict.VERIFIED);
    assertThat(citation.document()).isEqualTo("returns.md");
    assertThat(citation.score()).isEqualTo(1);
    assertThat(citation.note()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "able to return an item within 30 days may ask for a voucher",
        "Customers who are unable to return an item within 40 days may ask for a voucher.",
        "Customers who are not unable to return an item within 30 days may ask for a voucher.",
        "The voltage must exceed 3.5 million volts",
        "5 million volts never more and the rated current",
        "and the rated current is 1",
        "and the rated current is 1000 A",
        "return opened software. Items sold at a discount of 15",
        "more than that never more and the rated current is You can",
        "Items sold at a discount of 15% or more are refundable",
        "The customer may … send back perishable food",
        "Parcels leave the warehouse on the next working day, always.",
        "Shipping within the country is free for orders over €50",
        "refundable. Shipping Shipping within the country is free",
      })
  void whatIsAlteredIsNotVerified(String quote) {
    assertThat(corpus.check(null, "returns.md", quote).verdict()).isNotEqualTo(Verdict.VERIFIED);
  }

  @Test
  void aChangedNumberIsSaid() {
    Citation citation =
        corpus.check(
            null,
            "returns.md",
            "Customers who are unable to return an item within 40 days may ask for a voucher.");
    assertThat(citation.verdict()).isEqualTo(Verdict.PARAPHRASE);
    assertThat(citation.score()).isBetween(0.75, 0.9);
    assertThat(citation.note())
        .isEqualTo("differs in its numbers: the quote has 40, the source 30");
  }

  @Test
  void aNegationLeftOutIsSaidWhereverItStood() {
    for (String quote :
        List.of(
            "The voltage must exceed 3.5 million volts and the rated current is 1,000 A",
            "You can return opened software and perishable food")) {
      Citation citation = corpus.check(null, "returns.md", quote);
      assertThat(citation.verdict()).isNotEqualTo(Verdict.VERIFIED);
      assertThat(citation.note()).as(quote).contains("differs in its negation");
    }
  }

  @Test
  void aQuotationTornOutOfADenialIsVerifiedAndThatIsSaid() {
    Citation citation =
        corpus.check(null, "returns.md", "exceed 3.5 million volts - never more - and the rated");
    assertThat(citation.verdict()).isEqualTo(Verdict.VERIFIED);
    assertThat(citation.note())
        .isEqualTo("the sentence has a negation before it: the voltage must not");
  }

  @Test
  void otherWordsAreNamed() {
    Citation citation =
        corpus.check(
            null, "returns.md", "Parcels leave the warehouse on the next rainy day without fail");
    assertThat(citation.note()).contains("differs in its");
  }

  @Test
  void aNearMatchIsAParaphraseWithItsScoreAndPlace() {
    Citation citation =
        corpus.check(
            null, "returns.md", "Parcels will leave our warehouse on the next working day");
    assertThat(citation.verdict()).isEqualTo(Verdict.PARAPHRASE);
    assertThat(citation.score()).isBetween(0.8, 0.95);
    assertThat(POLICY.substring(citation.offset())).startsWith("Parcels leave");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The director of the company was elected by the shareholders in the spring of 1987.",
        "Every item may be exchanged for store credit at any time without a receipt.",
        "is free",
        "",
        "...",
        "may ask for"
      })
  void whatIsInventedOrTooShortIsNotFoundAndSaidWhy(String quote) {
    Citation citation = corpus.check("Returns and refunds", "returns.md", quote);
    assertThat(citation.verdict()).isEqualTo(Verdict.NOT_FOUND);
    assertThat(citation.offset()).isNull();
    assertThat(citation.note()).isNotBlank();
  }

  @Test
  void theOffsetIsThatOfTheOriginalText() {
    String quote = "The voltage must not exceed 3.5 million volts";
    Citation citation = corpus.check(null, "returns.md", quote);
    assertThat(POLICY.substring(citation.offset())).startsWith("The volt-\nage must");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "returns.md",
        "RETURNS.MD",
        "returns",
        "./docs/returns.md",
        "Returns and Refunds",
        "returns.md#shipping",
        "returns.md, page 3",
        "returns.md (Shipping)"
      })
  void theDocumentMayBeCalledByPathNameOrTitle(String name) {
    Citation citation = corpus.check(null, name, "Parcels leave the warehouse on the next");
    assertThat(citation.verdict()).isEqualTo(Verdict.VERIFIED);
    if (!name.startsWith("./")) {
      assertThat(citation.note()).isNull();
    }
  }

  @Test
  void aQuotationOfAnotherDocumentIsFoundThereAndSaid() {
    Citation citation =
        corpus.check("Returns", "returns.md", "L’entrée est gratuite pour les enfants");
    assertThat(citation.verdict()).isEqualTo(Verdict.VERIFIED);
    assertThat(citation.document()).isEqualTo("musee.txt");
    assertThat(citation.title()).isEqualTo("Returns");
    assertThat(citation.note()).isEqualTo("cited as returns.md");
  }

  @Test
  void chineseIsLookedUpWithoutSpaces() {
    assertThat(corpus.check(null, "cjk.txt", "顾客可以在三十天之内无条件退货").verdict())
        .isEqualTo(Verdict.VERIFIED);
    assertThat(corpus.check(null, "cjk.txt", "顾客可以在四十天之内无条件退货").verdict())
        .isNotEqualTo(Verdict.VERIFIED);
  }

  @Test
  void theNoteIsInTheJsonAndReadBack() {
    Citation citation = corpus.check(null, "returns.md", "is free");
    assertThat(Json.read(Json.write(citation), Citation.class)).isEqualTo(citation);
    assertThat(Json.write(citation)).contains("\"note\":\"too short");
  }
}
