package org.batchrunner.intake;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a workbook has the first sheet that its user can see.
 *
 * @param name of the sheet
 * @param sheet the part that it is in
 * @param texts the part with the texts that cells share; null if there is none
 * @param styles null if there is none
 * @param others sheets that are left alone
 * @param date1904 whether days are counted from 1904
 */
record XlsxBook(
    String name,
    String sheet,
    @Nullable String texts,
    @Nullable String styles,
    int others,
    boolean date1904) {

  private static final String DEFAULT = "xl/workbook.xml";

  private record Relation(String type, String target) {}

  static XlsxBook read(XlsxParts parts, String file) throws IOException {
    String workbook =
        relations(parts, "").values().stream()
            .filter(relation -> relation.type.endsWith("/officeDocument"))
            .map(Relation::target)
            .findFirst()
            .orElse(DEFAULT);
    Map<String, Relation> relations = relations(parts, workbook);
    XlsxXml xml = parts.open(workbook, XlsxParts.LIST);
    if (xml == null) {
      throw XlsxParts.damaged(file);
    }
    boolean date1904 = false;
    int sheets = 0;
    String name = "";
    Relation found = null;
    try (xml) {
      while (xml.next()) {
        if (xml.opens("workbookPr")) {
          date1904 = isTrue(xml.attribute("date1904"));
        } else if (xml.opens("sheet")) {
          sheets++;
          Relation relation = relations.get(String.valueOf(xml.attribute("id")));
          String state = xml.attribute("state");
          boolean visible = state == null || state.equals("visible");
          if (found == null
              && visible
              && relation != null
              && relation.type.endsWith("/worksheet")) {
            found = relation;
            name = String.valueOf(xml.attribute("name"));
          }
        }
      }
    }
    if (found == null) {
      throw sheets == 0
          ? XlsxParts.damaged(file)
          : new InvalidTaskFileException(
              file, 0, "the workbook has no sheet that can be seen. Show the sheet with the tasks");
    }
    return new XlsxBook(
        name,
        found.target,
        target(relations, "/sharedStrings"),
        target(relations, "/styles"),
        sheets - 1,
        date1904);
  }

  static boolean isTrue(@Nullable String flag) {
    return flag != null && (flag.equals("1") || flag.equals("true") || flag.equals("on"));
  }

  private static @Nullable String target(Map<String, Relation> relations, String type) {
    return relations.values().stream()
        .filter(relation -> relation.type.endsWith(type))
        .map(Relation::target)
        .findFirst()
        .orElse(null);
  }

  /** What a part refers to, by id; nothing for the archive itself. */
  private static Map<String, Relation> relations(XlsxParts parts, String part) throws IOException {
    int slash = part.lastIndexOf('/');
    String folder = part.substring(0, slash + 1);
    Map<String, Relation> relations = new LinkedHashMap<>();
    XlsxXml xml =
        parts.open(folder + "_rels/" + part.substring(slash + 1) + ".rels", XlsxParts.LIST);
    if (xml == null) {
      return relations;
    }
    try (xml) {
      while (xml.next()) {
        String target = xml.opens("Relationship") ? xml.attribute("Target") : null;
        if (target != null) {
          relations.put(
              String.valueOf(xml.attribute("Id")),
              new Relation(String.valueOf(xml.attribute("Type")), resolve(folder, target)));
        }
      }
    }
    return relations;
  }

  private static String resolve(String folder, String target) {
    if (target.startsWith("/")) {
      return target.substring(1);
    }
    String base = folder;
    String rest = target;
    while (rest.startsWith("../")) {
      rest = rest.substring(3);
      base = base.substring(0, base.lastIndexOf('/', base.length() - 2) + 1);
    }
    return base + (rest.startsWith("./") ? rest.substring(2) : rest);
  }
}
