package org.batchrunner.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;

class ByteSearchTest {

  @Provide
  Arbitrary<String> repetitive() {
    return Arbitraries.strings().withChars('a', 'b').ofMinLength(1).ofMaxLength(400);
  }

  @Provide
  Arbitrary<String> small() {
    return Arbitraries.strings().withChars('a', 'b').ofMinLength(1).ofMaxLength(12);
  }

  @Property
  void findsWhatIndexOfFinds(
      @ForAll("repetitive") String text, @ForAll("small") String needle, @ForAll int from)
      throws IOException {
    int start = Math.floorMod(from, text.length());
    assertThat(find(text, needle, start)).isEqualTo(text.indexOf(needle, start));
  }

  @Example
  void findsAcrossTheEndsOfChunks() throws IOException {
    String needle = "needle in a haystack";
    for (int before : new int[] {0, 65_500, 65_520, 65_535, 65_536, 65_556, 131_072, 200_000}) {
      String text = "x".repeat(before) + needle + "x".repeat(100);
      assertThat(find(text, needle, 0)).isEqualTo(before);
    }
  }

  @Example
  void repetitiveBytesTakeLinearTimeAndAreFoundAllTheSame() throws IOException {
    // Quadratic, this would be 2 x 10^10 comparisons: minutes instead of milliseconds.
    String needle = "b" + "a".repeat(20_000);
    String text = "a".repeat(1_000_000);
    assertThat(find(text, needle, 0)).isEqualTo(-1);
    assertThat(find(text + needle + "a", needle, 0)).isEqualTo(1_000_000);
  }

  private static long find(String text, String needle, int from) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    try (ByteBuffersDirectory directory = new ByteBuffersDirectory()) {
      try (IndexOutput out = directory.createOutput("text", IOContext.DEFAULT)) {
        out.writeBytes(bytes, bytes.length);
      }
      try (IndexInput in = directory.openInput("text", IOContext.DEFAULT)) {
        return new ByteSearch(needle.getBytes(StandardCharsets.US_ASCII))
            .find(in, from, bytes.length);
      }
    }
  }
}
