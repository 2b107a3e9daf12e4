package org.batchrunner.intake;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A task a line. Not tasks are headings (also underlined ones), rules, code fences and what is in
 * them, comments and front matter. List markers, task boxes and quote marks are taken off.
 */
final class MarkdownRows implements Rows {

  /** The second line of front matter; anything else after a first {@code ---} makes that a rule. */
  private static final Pattern FRONT_MATTER =
      Pattern.compile("^(?:[\\w-]+\\s*:.*|#.*|---|\\.\\.\\.)$");

  private final Lines lines;
  private final String file;
  private @Nullable Row next;
  private Lines.@Nullable Line pushedBack;
  private boolean inParagraph;

  MarkdownRows(Lines lines, TaskColumn column, String file) {
    this.lines = lines;
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

  private BadTaskFile unclosed(long line, String what, String end) {
    return new BadTaskFile(
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
    switch (markdown.kind()) {
      case FENCE -> skipCode(line, markdown);
      case COMMENT -> skipComment(line);
      case TEXT -> {
        inParagraph = !markdown.item();
        if (follows || markdown.item() || !isUnderlined()) {
          return Row.of(line.number(), markdown.text().strip());
        }
      }
      default -> {
        // no task
      }
    }
    return null;
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

  private void skipComment(Lines.Line opening) {
    for (Lines.Line line = opening; line != null; line = read()) {
      if (line.text().contains("-->")) {
        return;
      }
    }
    throw unclosed(opening.number(), "a comment", "-->");
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
    return List.of(TaskColumn.TASK);
  }
}
