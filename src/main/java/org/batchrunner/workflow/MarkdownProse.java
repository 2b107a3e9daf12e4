package org.batchrunner.workflow;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A text without its code: fenced and indented blocks, and code within a line, as Markdown has it.
 *
 * @param lines what is left, code as empty lines
 */
record MarkdownProse(List<String> lines) {

  static MarkdownProse of(String text) {
    List<String> lines = new ArrayList<>();
    String fence = "";
    boolean afterBlank = true;
    for (Iterator<String> all = text.lines().iterator(); all.hasNext(); ) {
      String line = all.next();
      String content = line.stripLeading();
      String mark = mark(content);
      if (!fence.isEmpty()) {
        fence = !mark.isEmpty() && mark.startsWith(fence) && isMarkOnly(content) ? "" : fence;
        lines.add("");
      } else if (!mark.isEmpty()) {
        fence = mark;
        lines.add("");
      } else if (afterBlank && !content.isEmpty() && isIndented(line)) {
        lines.add("");
        continue;
      } else {
        lines.add(withoutCode(line));
      }
      afterBlank = content.isEmpty();
    }
    return new MarkdownProse(lines);
  }

  /** The fence that begins a line: three backquotes or tildes, or more. */
  private static String mark(String content) {
    if (!content.startsWith("```") && !content.startsWith("~~~")) {
      return "";
    }
    int end = 3;
    while (end < content.length() && content.charAt(end) == content.charAt(0)) {
      end++;
    }
    return content.substring(0, end);
  }

  private static boolean isMarkOnly(String content) {
    return content.strip().chars().allMatch(c -> c == content.charAt(0));
  }

  private static boolean isIndented(String line) {
    return line.startsWith("    ") || line.startsWith("\t");
  }

  private static String withoutCode(String line) {
    StringBuilder prose = new StringBuilder(line.length());
    int at = 0;
    int tick;
    while ((tick = line.indexOf('`', at)) >= 0) {
      int close = line.indexOf('`', tick + 1);
      if (close < 0) {
        break;
      }
      prose.append(line, at, tick).append("code");
      at = close + 1;
    }
    return prose.append(line, at, line.length()).toString();
  }
}
