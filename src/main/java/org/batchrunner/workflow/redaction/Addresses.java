package org.batchrunner.workflow.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Addresses of machines and of people. */
final class Addresses {

  /** Words before four numbers with dots between that make them something else. */
  private static final Set<String> NUMBERED =
      Set.of(
          "v",
          "ver",
          "version",
          "release",
          "rev",
          "revision",
          "build",
          "firmware",
          "section",
          "sec",
          "chapter",
          "clause",
          "article",
          "paragraph",
          "table",
          "figure",
          "fig",
          "appendix",
          "step",
          "item",
          "rule",
          "§");

  private static final Set<String> FILES =
      Set.of(
          "png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "ico", "css", "js", "ts", "json",
          "html", "md", "py", "java", "yaml", "yml", "zip", "gz");

  private Addresses() {}

  static boolean isEmail(String text, int start, int end) {
    String address = text.substring(start, end);
    String local = address.substring(0, address.indexOf('@'));
    String last = address.substring(address.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    boolean handle = start > 0 && text.charAt(start - 1) == '@';
    return !handle && !FILES.contains(last) && !local.equals("git");
  }

  static boolean isAddress(String text, int start, int end) {
    return text.substring(start, end).indexOf(':') >= 0
        ? isVersion6(text, start, end)
        : isVersion4(text, start, end);
  }

  private static boolean isVersion4(String text, int start, int end) {
    if (isPartOfMore(text, start, end)) {
      return false;
    }
    String[] parts = text.substring(start, end).split("\\.", -1);
    for (String part : parts) {
      boolean fits = part.length() <= 3 && Integer.parseInt(part) <= 255;
      if (!fits || (part.length() > 1 && part.startsWith("0"))) {
        return false;
      }
    }
    boolean netmask = parts[0].equals("255") && parts[1].equals("255");
    boolean nobody = text.startsWith("127.0.0.1", start) || text.startsWith("0.0.0.0", start);
    return !netmask && !nobody && !NUMBERED.contains(wordBefore(text, start));
  }

  /** A fifth number, a letter on either side, or a program's name and a slash before it. */
  private static boolean isPartOfMore(String text, int start, int end) {
    char before = start > 0 ? text.charAt(start - 1) : ' ';
    char beforeThat = start > 1 ? text.charAt(start - 2) : ' ';
    char after = end < text.length() ? text.charAt(end) : ' ';
    char afterThat = end + 1 < text.length() ? text.charAt(end + 1) : ' ';
    return Character.isLetterOrDigit(before)
        || before == '_'
        || (before == '.' && Character.isDigit(beforeThat))
        || (before == '/' && Character.isLetter(beforeThat))
        || Character.isLetterOrDigit(after)
        || after == '_'
        || (after == '.' && Character.isDigit(afterThat));
  }

  private static String wordBefore(String text, int start) {
    int end = start;
    while (end > 0 && " :#.\u00A0".indexOf(text.charAt(end - 1)) >= 0 && start - end < 3) {
      end--;
    }
    int at = end;
    while (at > 0 && end - at < 12 && isWord(text.charAt(at - 1))) {
      at--;
    }
    boolean whole = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
    return whole ? text.substring(at, end).toLowerCase(Locale.ROOT) : "";
  }

  private static boolean isWord(char c) {
    return Character.isLetter(c) || c == '§';
  }

  /** Eight groups, or fewer around one {@code ::}; a clock time or {@code a::b} is none. */
  private static boolean isVersion6(String text, int start, int end) {
    if (touches(text, start - 1) || touches(text, end)) {
      return false;
    }
    String address = text.substring(start, end);
    int gap = address.indexOf("::");
    if (gap != address.lastIndexOf("::")) {
      return false;
    }
    List<String> groups = new ArrayList<>();
    for (String group : address.split(":", -1)) {
      if (!group.isEmpty()) {
        groups.add(group);
      }
    }
    boolean whole = groups.size() == 8 && gap < 0;
    boolean shortened = gap >= 0 && groups.size() >= 2 && groups.size() <= 7;
    boolean plain = gap >= 0 || !(address.startsWith(":") || address.endsWith(":"));
    return plain
        && (whole || shortened)
        && groups.stream().allMatch(group -> group.length() <= 4)
        && groups.stream().anyMatch(group -> group.length() >= 3)
        && address.chars().anyMatch(Character::isDigit);
  }

  private static boolean touches(String text, int at) {
    return at >= 0
        && at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == ':');
  }
}
