package org.batchrunner.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/** Reads a JSON object from each line: one with a task, or a request in the OpenAI batch format. */
final class JsonRows implements Rows {

  private final Lines lines;
  private final TaskColumn column;
  private final String file;
  private final Set<String> columns = new LinkedHashSet<>();
  private Lines.Line line = new Lines.Line(0, "");

  JsonRows(Lines lines, TaskColumn column, String file) {
    this.lines = lines;
    this.column = column;
    this.file = file;
  }

  @Override
  public boolean hasNext() {
    while (line.text().isBlank() && lines.hasNext()) {
      line = lines.next();
    }
    return !line.text().isBlank();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    ObjectNode object = JsonLine.parse(file, line);
    Row row =
        OpenAiRequest.isOne(object) ? new OpenAiRequest(file, line, object).row() : row(object);
    if (!PlainText.isStorable(row.text())
        || !row.columns().values().stream().allMatch(PlainText::isStorable)
        || !row.columns().keySet().stream().allMatch(PlainText::isStorable)) {
      throw new InvalidTaskFileException(
          file,
          line.number(),
          "an escaped character (\\u0000, or half a surrogate pair) is not valid in a text; remove it");
    }
    columns.addAll(row.columns().keySet());
    if (columns.size() > FileLimits.COLUMNS) {
      throw new InvalidTaskFileException(
          file,
          line.number(),
          "the lines up to here have more than %,d different fields".formatted(FileLimits.COLUMNS));
    }
    line = new Lines.Line(0, "");
    return row;
  }

  private Row row(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    int task = column.in(names);
    if (task < 0) {
      throw new InvalidTaskFileException(
          file,
          line.number(),
          "%s; the fields are: %s".formatted(column.missing(), TaskColumn.list(names)),
          names);
    }
    int again = column.again(names);
    if (again >= 0) {
      throw new InvalidTaskFileException(
          file,
          line.number(),
          "two fields are named '%s' and '%s'; rename one of them"
              .formatted(
                  HeaderName.visible(names.get(task)), HeaderName.visible(names.get(again))));
    }
    JsonNode text = object.path(names.get(task));
    if (text.isContainerNode()) {
      throw new InvalidTaskFileException(
          file, line.number(), "'%s' is not a text".formatted(names.get(task).strip()));
    }
    Map<String, String> cells = new LinkedHashMap<>();
    names.forEach(name -> cells.put(name, JsonLine.cell(object.path(name))));
    int id = TaskColumn.indexOf(names, TaskColumn.ID);
    return new Row(
        line.number(),
        id < 0 ? "" : cells.getOrDefault(names.get(id), "").strip(),
        JsonLine.cell(text),
        Collections.unmodifiableMap(cells),
        null);
  }

  @Override
  public List<String> columns() {
    return List.copyOf(columns);
  }
}
