package org.batchrunner.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.analysis.miscellaneous.TruncateTokenFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * Turns texts into the words of the index: by English stems, and by the beginnings of words, which
 * serve as a stem in many other languages. Chinese, Japanese and Korean go in pairs of characters.
 */
final class Analysis {

  static final String BODY = "body";
  static final String CONTEXT = "context";
  static final String PREFIX = "prefix";

  private static final int PREFIX_LENGTH = 5;
  private static final int MOST_TOKENS = 10_000;

  private final Analyzer analyzer =
      new PerFieldAnalyzerWrapper(stems(), Map.of(PREFIX, prefixes()));

  Analyzer analyzer() {
    return analyzer;
  }

  /** Joins words that are hyphenated at line ends, and replaces ligatures and similar forms. */
  static String prepare(String text) {
    String plain = Normalizer.normalize(text, Normalizer.Form.NFKC);
    StringBuilder joined = new StringBuilder(plain.length());
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      if (c == 0xAD || c == '-' || c == 0x2010) {
        int next = afterLineEnd(plain, i + 1);
        boolean letters =
            i > 0
                && Character.isLetter(plain.charAt(i - 1))
                && next < plain.length()
                && Character.isLowerCase(plain.charAt(next));
        if (letters && next > i + 1) {
          i = next - 1;
          continue;
        }
      }
      joined.append(c);
    }
    return joined.toString();
  }

  private static int afterLineEnd(String text, int from) {
    boolean newline = false;
    int i = from;
    while (i < text.length() && i < from + 100 && Chars.space(text.charAt(i))) {
      newline |= Chars.newline(text.charAt(i++));
    }
    return newline ? i : from;
  }

  List<String> tokens(String field, String text) {
    List<String> tokens = new ArrayList<>();
    try (TokenStream stream = analyzer.tokenStream(field, text)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (tokens.size() < MOST_TOKENS && stream.incrementToken()) {
        tokens.add(term.toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory can't be read", e);
    }
    return tokens;
  }

  private static Analyzer stems() {
    return new Analyzer() {
      @Override
      protected TokenStreamComponents createComponents(String field) {
        StandardTokenizer words = new StandardTokenizer();
        TokenStream plain = new EnglishPossessiveFilter(plain(words));
        return new TokenStreamComponents(words, new PorterStemFilter(plain));
      }
    };
  }

  private static Analyzer prefixes() {
    return new Analyzer() {
      @Override
      protected TokenStreamComponents createComponents(String field) {
        StandardTokenizer words = new StandardTokenizer();
        return new TokenStreamComponents(
            words, new TruncateTokenFilter(plain(words), PREFIX_LENGTH));
      }
    };
  }

  private static TokenFilter plain(StandardTokenizer words) {
    return new ASCIIFoldingFilter(
        new CJKBigramFilter(new LowerCaseFilter(new CJKWidthFilter(words))));
  }
}
