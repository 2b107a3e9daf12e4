package org.batchrunner.corpus;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which documents a draft may mean by what it calls them: path, file name, with or without type,
 * title.
 */
final class DocumentNames {

  private static final int LONGEST = 1000;
  private static final int MOST = 8;
  private static final int REPLACEMENT = 0xFFFD;
  private static final Pattern ADDITION = Pattern.compile("[#;(].*|,? +(p\\.|pp\\.|page|pages) .*");

  private final Map<String, List<Integer>> documents = new HashMap<>();

  DocumentNames(List<Document> all) {
    for (int i = 0; i < all.size(); i++) {
      String path = all.get(i).path();
      Set<String> names = new LinkedHashSet<>();
      names.add(fold(path));
      names.add(fold(path.substring(path.lastIndexOf('/') + 1)));
      names.add(fold(Titles.stem(path)));
      names.add(fold(all.get(i).title()));
      for (String name : names) {
        List<Integer> known = documents.computeIfAbsent(name, key -> new ArrayList<>(1));
        if (known.size() < MOST) {
          known.add(i);
        }
      }
    }
  }

  /**
   * Returns the numbers of the documents that may be meant, the most likely first; empty if there
   * are none.
   */
  List<Integer> find(@Nullable String document, @Nullable String title) {
    Set<Integer> found = new LinkedHashSet<>();
    for (String name : new String[] {document, title}) {
      if (name != null && !name.isBlank() && name.length() <= LONGEST) {
        String folded = fold(name);
        List<Integer> known = documents.get(folded);
        if (known == null) {
          known = documents.get(fold(ADDITION.matcher(name).replaceFirst("")));
        }
        found.addAll(known == null ? List.of() : known);
      }
    }
    return List.copyOf(found);
  }

  /** A path as it may stand in messages and prompts: on one line, and as it reads. */
  static String plain(String path) {
    StringBuilder plain = new StringBuilder(path.length());
    path.codePoints().forEach(c -> plain.appendCodePoint(deceiving(c) ? REPLACEMENT : c));
    return plain.toString();
  }

  /** Controls, ends of lines, and what turns the direction of writing. */
  private static boolean deceiving(int c) {
    return Character.isISOControl(c)
        || Chars.newline(c)
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069);
  }

  private static String fold(String name) {
    return Folding.fold(name.replace('\\', '/')).text().strip();
  }
}
