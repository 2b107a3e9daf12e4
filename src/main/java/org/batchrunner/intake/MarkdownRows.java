package org.batchrunner.intake;

import com.google.re2j.Pattern;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads a task from each line, or from each list item with its continuation lines. Not tasks are
 * headings (also underlined ones), rules, code fences and what is in them, comments, front matter,
 * lines of tags, images and what links refer to. List markers, task boxes and quote marks are taken
 * off. A table is read by its header.
 */
final class MarkdownRows extends LineRows {

  /** The second line of front matter; anything else after a first {@code ---} makes that a rule. */
  private static final Pattern FRONT_MATTER =
      Pattern.compile("^(?:[\\w-]+\\s*:.*|#.*|---|\\.\\.\\.)$");

  private boolean inParagraph;

  MarkdownRows(Lines lines, TaskColumn column, String file) {
    super(lines, column, file);
    skipFrontMatter();
  }

  private void skipFrontMatter() {
    Lines.Line first = read();
    if (first == null) {
      return;
    }
    Lines.Line second = first.text().stripTrailing().equals("---") ? read() : null;
    if (second == null) {
      pushBack(first);
      return;
    }
    if (!FRONT_MATTER.matches(second.text().stripTrailing())) {
      pushBack(second);
      return;
    }
    for (Lines.Line line = second; !endsFrontMatter(line); ) {
      line = read();
      if (line == null) {
        throw unclosed(first.number(), "front matter", "---");
      }
    }
  }

  private static boolean endsFrontMatter(Lines.Line line) {
    String text = line.text().stripTrailing();
    return text.equals("---") || text.equals("...");
  }

  private InvalidTaskFileException unclosed(long line, String what, String end) {
    return new InvalidTaskFileException(
        file, line, "%s opens here and never closes. End it with a line %s".formatted(what, end));
  }

  @Override
  @Nullable Row row(Lines.Line line) {
    MarkdownLine markdown = MarkdownLine.of(line.text());
    boolean follows = inParagraph;
    inParagraph = false;
    boolean inTable = !markdown.item() && MarkdownTable.hasBars(markdown.text());
    table = inTable ? table : null;
    switch (markdown.kind()) {
      case FENCE -> skipCode(line, markdown);
      case COMMENT -> skipTo("-->", line, "a comment");
      case HTML_BLOCK ->
          skipTo("</" + markdown.element() + ">", line, "<%s>".formatted(markdown.element()));
      case TEXT -> {
        Lines.Line plain = new Lines.Line(line.number(), markdown.text());
        if (table != null) {
          return table.row(plain);
        }
        if (inTable && beginsTable(plain)) {
          return null;
        }
        inParagraph = !markdown.item();
        if (markdown.item()) {
          return task(line, item(line, markdown));
        }
        if (follows || !isUnderlined()) {
          return task(line, markdown.text().strip());
        }
      }
      default -> {
        // no task
      }
    }
    return null;
  }

  /** An item with the lines and paragraphs that stand below it, not at the margin. */
  private String item(Lines.Line line, MarkdownLine item) {
    StringBuilder text = new StringBuilder(item.text().strip());
    boolean paragraph = false;
    for (Lines.Line below = read(); below != null; below = read()) {
      MarkdownLine markdown = MarkdownLine.of(below.text());
      if (markdown.goesOn(item)) {
        text.append(paragraph ? "\n\n" : " ").append(markdown.text().strip());
        paragraph = false;
      } else if (markdown.kind() == MarkdownLine.Kind.BLANK && !markdown.item()) {
        paragraph = true;
      } else {
        pushBack(below);
        break;
      }
      if (text.length() > FileLimits.RECORD) {
        throw new InvalidTaskFileException(
            file,
            line.number(),
            "the item is longer than %,d characters; shorten it".formatted(FileLimits.RECORD));
      }
    }
    return text.toString();
  }

  @Override
  String inTable(String line) {
    return MarkdownLine.of(line).text();
  }

  /** Returns whether the next line makes a heading of this one; it is taken if so. */
  private boolean isUnderlined() {
    Lines.Line following = read();
    if (following == null) {
      return false;
    }
    String text = following.text().strip();
    boolean underline =
        !text.isEmpty()
            && (text.chars().allMatch(c -> c == '=') || text.chars().allMatch(c -> c == '-'));
    if (underline) {
      inParagraph = false;
    } else {
      pushBack(following);
    }
    return underline;
  }

  private void skipCode(Lines.Line opening, MarkdownLine fence) {
    for (Lines.Line line = read(); line != null; line = read()) {
      String text = line.text().strip();
      if (!text.isEmpty() && MarkdownLine.of(text).closes(fence)) {
        return;
      }
    }
    throw unclosed(opening.number(), "a block of code", fence.text().substring(0, 3));
  }

  private void skipTo(String end, Lines.Line opening, String what) {
    String lowerEnd = end.toLowerCase(Locale.ROOT);
    for (Lines.Line line = opening; line != null; line = read()) {
      if (line.text().toLowerCase(Locale.ROOT).contains(lowerEnd)) {
        return;
      }
    }
    throw unclosed(opening.number(), what, end);
  }
}
