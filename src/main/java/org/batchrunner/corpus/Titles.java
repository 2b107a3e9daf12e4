package org.batchrunner.corpus;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a document is called: by its metadata, else its first heading or line, else its file. */
final class Titles {

  private static final int LONGEST = 120;
  private static final Pattern HEADING =
      Pattern.compile("(?m)^(?:#{1,6}[ \\t]+(\\S.*?)[ \\t#]*|(\\S.*)\\n=+[ \\t]*)$");
  private static final Pattern NO_TITLE =
      Pattern.compile(
          "(?i)untitled.*|microsoft (word|powerpoint) - .*|.*\\.(docx?|pptx?|tex|indd|qxd|pdf)");
  private static final Pattern WORD = Pattern.compile("\\pL{2}");

  private Titles() {}

  static String of(String path, String head, @Nullable String metadata) {
    String given = metadata == null ? "" : clean(metadata);
    if (titleLike(given) && !NO_TITLE.matcher(given).matches()) {
      return given;
    }
    Matcher heading = HEADING.matcher(head.replace("\r\n", "\n"));
    if (path.toLowerCase(Locale.ROOT).endsWith(".md") && heading.find()) {
      String found = heading.group(1) != null ? heading.group(1) : heading.group(2);
      String plain = clean(found.replaceAll("[*_`]", ""));
      if (titleLike(plain)) {
        return plain;
      }
    }
    String line = clean(head.strip().lines().findFirst().orElse(""));
    if (titleLike(line) && line.length() <= LONGEST && !sentence(line)) {
      return line;
    }
    return clean(stem(path).replaceAll("[-_]+", " "));
  }

  private static boolean titleLike(String text) {
    return text.length() >= 3 && WORD.matcher(text).find();
  }

  private static boolean sentence(String line) {
    return ".,;:".indexOf(line.charAt(line.length() - 1)) >= 0 || line.contains(". ");
  }

  static String stem(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static String clean(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .filter(c -> !Chars.invisible(c))
        .forEach(c -> clean.appendCodePoint(Chars.space(c) ? ' ' : c));
    String stripped = clean.toString().replaceAll(" {2,}", " ").strip();
    if (stripped.length() <= LONGEST + 1) {
      return stripped;
    }
    int end = Character.isHighSurrogate(stripped.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return stripped.substring(0, end) + "…";
  }
}
