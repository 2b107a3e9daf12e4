package org.batchrunner.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.batchrunner.files.FileTree;
import org.batchrunner.task.Citation;
import org.batchrunner.task.Citation.Verdict;

/** Over the documents of {@code eval/}. */
class VerbatimPropertiesTest {

  private static Path temp;
  private static Corpus corpus;
  private static List<Passage> documents;

  @BeforeContainer
  static void open() throws IOException {
    temp = Files.createTempDirectory("verbatim");
    corpus = Corpus.open(List.of(Path.of("eval/corpus")), temp, Clock.systemUTC());
    documents = corpus.whole(Integer.MAX_VALUE).orElseThrow();
  }

  @AfterContainer
  static void close() throws IOException {
    corpus.close();
    FileTree.delete(temp);
  }

  @Property(tries = 2000)
  void aSliceOfAnyDocumentIsVerifiedAtItsOffset(
      @ForAll @IntRange(max = 1000) int which,
      @ForAll @IntRange(max = 100_000) int where,
      @ForAll @IntRange(min = 30, max = 3000) int length) {
    Passage document = documents.get(which % documents.size());
    String text = document.text();
    int start = wordStart(text, where % text.length());
    int end = wordStart(text, Math.min(text.length(), start + length));
    String slice = text.substring(start, end).strip();
    Quotation quotation = Quotation.of(slice);
    if (quotation.tooShort()) {
      return;
    }
    Citation citation = corpus.check(document.title(), document.document(), slice);
    assertThat(citation.verdict()).as(slice).isEqualTo(Verdict.VERIFIED);
    assertThat(citation.document()).isEqualTo(document.document());
    // At its offset, or where the same words stand earlier.
    assertThat(citation.offset()).isLessThan(end);
    String found = text.substring(citation.offset(), Math.min(text.length(), end + 500));
    assertThat(Folding.fold(found).text().strip()).startsWith(quotation.text());
  }

  private static int wordStart(String text, int from) {
    int i = from;
    while (i > 0 && i < text.length() && !boundary(text, i)) {
      i++;
    }
    return i;
  }

  private static boolean boundary(String text, int i) {
    char before = text.charAt(i - 1);
    return Chars.unspaced(text.charAt(i))
        || (Chars.space(before) && i > 1 && !Chars.hyphen(lastVisible(text, i)));
  }

  private static char lastVisible(String text, int end) {
    int i = end - 1;
    while (i > 0 && Chars.space(text.charAt(i))) {
      i--;
    }
    return text.charAt(i);
  }
}
