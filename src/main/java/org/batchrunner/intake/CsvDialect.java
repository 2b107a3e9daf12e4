package org.batchrunner.intake;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The delimiter and quoting of a CSV file.
 *
 * @param stated whether its first line says so, as Excel writes it: {@code sep=;}
 * @param unquoted whether quotes are part of its texts
 */
record CsvDialect(char delimiter, boolean stated, boolean unquoted) {

  private static final int HEAD = 65_536;
  private static final List<Character> FOR_CSV = List.of(',', ';', '\t');
  private static final List<Character> FOR_TSV = List.of('\t', ',', ';');
  private static final Pattern STATED =
      Pattern.compile("\"?sep=([^\"\\r\\n])\"?\\s*", Pattern.CASE_INSENSITIVE);

  /** Determines the dialect by a {@code sep=} line, else by the header. */
  static CsvDialect of(Reader in, TaskFormat format, TaskColumn column, String file)
      throws IOException {
    String head = head(in);
    String first = head.lines().findFirst().orElse("");
    Matcher stated = STATED.matcher(first);
    if (stated.matches()) {
      char delimiter = stated.group(1).charAt(0);
      if (!FOR_CSV.contains(delimiter)) {
        throw new InvalidTaskFileException(
            file,
            1,
            "'sep=%s' is not known; it takes a comma, a semicolon or a tab".formatted(delimiter));
      }
      return new CsvDialect(delimiter, true, false);
    }
    return new CsvDialect(byHeader(withoutBlankLines(head), format, column), false, false);
  }

  CsvDialect literal() {
    return new CsvDialect(delimiter, stated, true);
  }

  private static char byHeader(String head, TaskFormat format, TaskColumn column) {
    List<Character> candidates = format == TaskFormat.TSV ? FOR_TSV : FOR_CSV;
    char best = candidates.get(0);
    int bestScore = -1;
    for (char candidate : candidates) {
      List<String> names = header(head, candidate);
      int score = names.size() + (column.in(names) >= 0 ? HEAD : 0);
      if (score > bestScore) {
        best = candidate;
        bestScore = score;
      }
    }
    return best;
  }

  /** The cells of the first row, as far as is needed to choose a delimiter. */
  private static List<String> header(String head, char delimiter) {
    List<String> names = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < head.length(); i++) {
      char c = head.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == '\n' || c == '\r')) {
        break;
      } else if (!quoted && c == delimiter) {
        names.add(name.toString());
        name.setLength(0);
      } else {
        name.append(c);
      }
    }
    names.add(name.toString());
    return names;
  }

  private static String withoutBlankLines(String head) {
    int start = 0;
    while (start < head.length() && (head.charAt(start) == '\n' || head.charAt(start) == '\r')) {
      start++;
    }
    return head.substring(start);
  }

  private static String head(Reader in) throws IOException {
    char[] head = new char[HEAD];
    int length = 0;
    int read = 0;
    while (length < HEAD && (read = in.read(head, length, HEAD - length)) >= 0) {
      length += read;
    }
    return new String(head, 0, length);
  }
}
