package org.batchrunner.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.lucene.store.ByteBuffersDirectory;

class FoldingPropertiesTest {

  private static final List<String> BITS =
      List.of(
          "the",
          "cat",
          "Sat",
          "on",
          "42",
          "3.5",
          "well-known",
          "don't",
          "\u201Cyes\u201D",
          "\u2014",
          "-",
          "caf\u00E9",
          "cafe\u0301",
          "\uFB01nd",
          "x\u00B2",
          "1\u00BD",
          "**bold**",
          "_it_",
          "#",
          "##",
          "> ",
          "|",
          "[a](http://b.c)",
          "]",
          "(",
          "hyphen-\nated",
          "soft\u00ADhyphen",
          "\u00AD\n",
          "\u200B",
          "🙂",
          "漢字",
          "かな",
          "한글",
          "\u1112\u1161\u11AB",
          "5%",
          "$7",
          "...",
          "\u2026",
          "-5",
          "10\u201320",
          "O\u2019Neil",
          "\uD800",
          "\0",
          "\u0301",
          "é\u0323");

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> spaces = Arbitraries.of(" ", " ", " ", "\n", "\r\n\r\n", "\t", "\u00A0", "");
    Arbitrary<String> bits = Arbitraries.of(BITS);
    return net.jqwik.api.Combinators.combine(bits, spaces)
        .as(String::concat)
        .list()
        .ofMaxSize(120)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<String> anything() {
    return Arbitraries.strings().all().ofMaxLength(300);
  }

  @Property
  void theMapNeverFallsAndStaysWithinTheText(@ForAll("texts") String text) {
    assertMap(text);
  }

  @Property
  void theMapNeverFallsForAnythingAtAll(@ForAll("anything") String text) {
    assertMap(text);
  }

  private static void assertMap(String text) {
    Folded folded = Folding.fold(text);
    int before = 0;
    for (int i = 0; i < folded.text().length(); i++) {
      assertThat(folded.origin(i)).isBetween(before, text.length() - 1);
      before = folded.origin(i);
    }
  }

  @Property
  void foldingNeverMakesTheByteThatStandsBetweenDocuments(@ForAll("anything") String text) {
    assertThat(Folding.fold(text).text()).doesNotContain("\0");
  }

  @Property(tries = 200)
  void blocksFoldAsTheWholeDoes(@ForAll("texts") String text) throws IOException {
    String more = text.isBlank() ? "word " : text + "word ";
    String whole = more.repeat(30_000 / more.length() + 1);
    try (ByteBuffersDirectory directory = new ByteBuffersDirectory();
        Stored stored = Stored.of(directory, whole)) {
      Document document = stored.store().documents().get(0);
      assertThat(document.blocks()).isGreaterThan(2);
      String plain = new String(whole.getBytes("UTF-8"), "UTF-8");
      assertThat(stored.store().text(document, 0, document.length())).isEqualTo(plain);
      String blocks = stored.store().folded(document, 0, Long.MAX_VALUE);
      String expected = Folding.fold(plain).text();
      int differs = java.util.Arrays.mismatch(blocks.toCharArray(), expected.toCharArray());
      assertThat(differs).as(text).isEqualTo(-1);
    }
  }

  /** A store of one document. */
  record Stored(Store store) implements AutoCloseable {

    static Stored of(ByteBuffersDirectory directory, String text) throws IOException {
      try (StoreWriter writer = new StoreWriter(directory)) {
        DocumentText document = new DocumentText(Integer.MAX_VALUE);
        document.append(text);
        writer.add("a.txt", "A", 0, document);
        writer.finish();
      }
      return new Stored(Store.open(directory));
    }

    @Override
    public void close() throws IOException {
      store.close();
    }
  }

  @Property(tries = 300)
  void namesQuotationsAndTitlesTakeAnything(@ForAll("anything") String text) {
    assertThatCode(
            () -> {
              Quotation.of(text).tooShort();
              Quotation.of(text).partTooShort();
              Titles.of("a/b.md", text, text);
              new DocumentNames(new ArrayList<>()).find(text, text);
              Analysis.prepare(text);
              new Analysis().tokens(Analysis.BODY, text);
            })
        .doesNotThrowAnyException();
  }
}
