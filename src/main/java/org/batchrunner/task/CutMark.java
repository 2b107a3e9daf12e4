package org.batchrunner.task;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The mark at the end of a text that a report had to cut because it does not fit into a spreadsheet
 * cell.
 */
public final class CutMark {

  private static final String BEGIN = "… [cut: ";
  private static final int MAX = 300;
  private static final Pattern MARK =
      Pattern.compile("… \\[cut: \\d{1,9} characters; whole in ([^\\]\\r\\n]{1,255})\\]\\s*");

  private CutMark() {}

  /**
   * @param whole the file that has the whole text
   */
  public static String of(int characters, String whole) {
    return BEGIN + "%d characters; whole in %s]".formatted(characters, whole);
  }

  /** Returns the file that has the whole text; null if the text was not cut. */
  public static @Nullable String whole(String text) {
    int from = text.indexOf(BEGIN, Math.max(0, text.length() - MAX));
    if (from < 0) {
      return null;
    }
    Matcher mark = MARK.matcher(text.substring(from));
    return mark.matches() ? mark.group(1) : null;
  }
}
