package org.batchrunner.intake;

import com.google.re2j.Pattern;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A task a line, or an item of a list with the lines that go on with it. Not tasks are headings
 * (also underlined ones), rules, code fences and what is in them, comments, front matter, lines of
 * tags, images and what links refer to. List markers, task boxes and quote marks are taken off. A
 * table is read by its header.
 */
final class MarkdownRows implements Rows {

  /** The second line of front matter; anything else after a first {@code ---} makes that a rule. */
  private static final Pattern FRONT_MATTER =
      Pattern.compile("^(?:[\\w-]+\\s*:.*|#.*|---|\\.\\.\\.)$");

  private final Lines lines;
  private final TaskColumn column;
  private final String file;
  private final Set<String> columns = new LinkedHashSet<>();
  private @Nullable Row next;
  private Lines.@Nullable Line pushedBack;
  private @Nullable MarkdownTable table;
  private boolean inParagraph;

  MarkdownRows(Lines lines, TaskColumn column, String file) {
    this.lines = lines;
    this.column = column;
    this.file = file;
    skipFrontMatter();
  }

  private void skipFrontMatter() {
    if (!lines.hasNext()) {
      return;
    }
    Lines.Line first = lines.next();
    if (!first.text().stripTrailing().equals("---") || !lines.hasNext()) {
      pushedBack = first;
      return;
    }
    Lines.Line second = lines.next();
    if (!FRONT_MATTER.matches(second.text().stripTrailing())) {
      pushedBack = second;
      return;
    }
    for (Lines.Line line = second; !endsFrontMatter(line); line = lines.next()) {
      if (!lines.hasNext()) {
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
  public boolean hasNext() {
    while (next == null) {
      Lines.Line line = read();
      if (line == null) {
        return false;
      }
      next = row(line, MarkdownLine.of(line.text()));
    }
    return true;
  }

  private Lines.@Nullable Line read() {
    Lines.Line line = pushedBack;
    pushedBack = null;
    return line != null || !lines.hasNext() ? line : lines.next();
  }

  private @Nullable Row row(Lines.Line line, MarkdownLine markdown) {
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

  private Row task(Lines.Line line, String text) {
    columns.add(TaskColumn.TASK);
    return Row.of(line.number(), text);
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
        pushedBack = below;
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

  private boolean beginsTable(Lines.Line line) {
    Lines.Line below = read();
    String separator = below == null ? "" : MarkdownLine.of(below.text()).text();
    if (!MarkdownTable.hasBars(separator) || !MarkdownTable.isSeparator(separator)) {
      pushedBack = below;
      return false;
    }
    table = MarkdownTable.of(line, separator, column, file);
    columns.addAll(table.header().names());
    return true;
  }

  /** Whether the next line makes a heading of this one; it is taken if so. */
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
      pushedBack = following;
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

  @Override
  public Row next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    Row row = next;
    next = null;
    return row;
  }

  @Override
  public List<String> columns() {
    return columns.isEmpty() ? List.of(TaskColumn.TASK) : List.copyOf(columns);
  }
}
