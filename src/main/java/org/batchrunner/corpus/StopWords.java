package org.batchrunner.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.WordlistLoader;
import org.apache.lucene.analysis.snowball.SnowballFilter;

/** Takes the words out of a question that say nothing about its subject. */
final class StopWords {

  private static final List<String> LANGUAGES =
      List.of(
          "english",
          "german",
          "french",
          "spanish",
          "italian",
          "portuguese",
          "dutch",
          "danish",
          "swedish",
          "norwegian",
          "finnish",
          "hungarian",
          "russian");

  private final List<CharArraySet> lists = new ArrayList<>();

  StopWords() {
    for (String language : LANGUAGES) {
      String file = language + "_stop.txt";
      try (var in = SnowballFilter.class.getResourceAsStream(file)) {
        if (in == null) {
          throw new IllegalStateException("Lucene's " + file + " is missing");
        }
        lists.add(WordlistLoader.getSnowballWordSet(in, StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException("Lucene's " + file + " can't be read", e);
      }
    }
  }

  /** The text without the small words of its language, which is that with most of them in it. */
  String without(String text) {
    List<int[]> words = words(text);
    CharArraySet best = CharArraySet.EMPTY_SET;
    int most = 0;
    for (CharArraySet list : lists) {
      int hits = (int) words.stream().filter(word -> in(list, text, word)).count();
      if (hits > most) {
        most = hits;
        best = list;
      }
    }
    if (most == 0 || most == words.size()) {
      return text;
    }
    StringBuilder rest = new StringBuilder(text.length());
    int from = 0;
    for (int[] word : words) {
      if (in(best, text, word)) {
        rest.append(text, from, word[0]);
        from = word[1];
      }
    }
    return rest.append(text, from, text.length()).toString();
  }

  private static boolean in(CharArraySet list, String text, int[] word) {
    return list.contains(text.substring(word[0], word[1]).toLowerCase(Locale.ROOT));
  }

  /** Where words begin and end: letters, with apostrophes between them. */
  private static List<int[]> words(String text) {
    List<int[]> words = new ArrayList<>();
    int start = -1;
    for (int i = 0; i <= text.length(); i++) {
      boolean inside =
          i < text.length()
              && (Character.isLetter(text.charAt(i))
                  || (start >= 0 && text.charAt(i) == '\'' && letterAt(text, i + 1)));
      if (inside && start < 0) {
        start = i;
      } else if (!inside && start >= 0) {
        words.add(new int[] {start, i});
        start = -1;
      }
    }
    return words;
  }

  private static boolean letterAt(String text, int i) {
    return i < text.length() && Character.isLetter(text.charAt(i));
  }
}
