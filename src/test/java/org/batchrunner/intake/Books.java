package org.batchrunner.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Workbooks made part by part, so that they can be as odd as other programs make them. */
final class Books {

  private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  private static final String RELATIONS =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  private static final String PACKAGE =
      "http://schemas.openxmlformats.org/package/2006/relationships";

  /** Writes the content of a part. */
  interface Part {
    void write(OutputStream out) throws IOException;

    static Part of(String text) {
      return out -> out.write(text.getBytes(UTF_8));
    }
  }

  private final Map<String, Part> parts = new LinkedHashMap<>();
  private final StringBuilder sheets = new StringBuilder();
  private final StringBuilder relations = new StringBuilder();
  private String main = MAIN;
  private String relation = RELATIONS;
  private String properties = "";
  private int count;

  /** A workbook with a sheet of these rows. */
  static Books of(String rows) {
    return new Books().sheet("Tasks", "", rows);
  }

  /** With the namespaces of Strict Open XML. */
  Books strict() {
    main = "http://purl.oclc.org/ooxml/spreadsheetml/main";
    relation = "http://purl.oclc.org/ooxml/officeDocument/relationships";
    return this;
  }

  Books date1904() {
    properties = "<workbookPr date1904=\"1\"/>";
    return this;
  }

  /**
   * @param state {@code hidden}, {@code veryHidden} or nothing
   * @param rows the content of {@code sheetData}
   */
  Books sheet(String name, String state, String rows) {
    return sheet(name, state, rows, "");
  }

  Books sheet(String name, String state, String rows, String after) {
    add(name, state);
    int number = count;
    return part(
        "xl/worksheets/sheet%d.xml".formatted(number),
        out ->
            Part.of(
                    "<worksheet xmlns=\"%s\"><sheetData>%s</sheetData>%s</worksheet>"
                        .formatted(main, rows, after))
                .write(out));
  }

  Books add(String name, String state) {
    count++;
    sheets.append(
        "<sheet name=\"%s\" sheetId=\"%d\" %s r:id=\"rId%d\"/>"
            .formatted(name, count, state.isEmpty() ? "" : "state=\"" + state + "\"", count));
    relations.append(
        "<Relationship Id=\"rId%d\" Type=\"TYPE/worksheet\" Target=\"worksheets/sheet%d.xml\"/>"
            .formatted(count, count));
    return this;
  }

  Books styles(String numFmts, String cellXfs) {
    return part(
        "xl/styles.xml",
        Part.of(
            "<styleSheet xmlns=\"%s\"><numFmts>%s</numFmts><cellXfs>%s</cellXfs></styleSheet>"
                .formatted(MAIN, numFmts, cellXfs)));
  }

  Books strings(String items) {
    return part(
        "xl/sharedStrings.xml", Part.of("<sst xmlns=\"%s\">%s</sst>".formatted(MAIN, items)));
  }

  Books part(String name, Part content) {
    parts.put(name, content);
    return this;
  }

  Path write(Path file) {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      put(
          zip,
          "[Content_Types].xml",
          Part.of(
              "<Types xmlns=\"%s\"><Default Extension=\"xml\" ContentType=\"application/xml\"/>%s%s</Types>"
                  .formatted(
                      "http://schemas.openxmlformats.org/package/2006/content-types",
                      type("workbook", "sheet.main"),
                      type("styles", "styles") + type("sharedStrings", "sharedStrings"))));
      put(
          zip,
          "_rels/.rels",
          Part.of(
              "<Relationships xmlns=\"%s\"><Relationship Id=\"rId1\" Type=\"%s/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
                  .formatted(PACKAGE, relation)));
      put(
          zip,
          "xl/workbook.xml",
          Part.of(
              "<workbook xmlns=\"%s\" xmlns:r=\"%s\">%s<sheets>%s</sheets></workbook>"
                  .formatted(main, relation, properties, sheets)));
      put(
          zip,
          "xl/_rels/workbook.xml.rels",
          Part.of(
              ("<Relationships xmlns=\"%s\">%s<Relationship Id=\"s1\" Type=\"TYPE/sharedStrings\" Target=\"sharedStrings.xml\"/>"
                      + "<Relationship Id=\"s2\" Type=\"TYPE/styles\" Target=\"styles.xml\"/></Relationships>")
                  .formatted(PACKAGE, relations)
                  .replace("TYPE", relation)));
      for (Map.Entry<String, Part> part : parts.entrySet()) {
        put(zip, part.getKey(), part.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private static String type(String part, String type) {
    return "<Override PartName=\"/xl/%s.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.%s+xml\"/>"
        .formatted(part, type);
  }

  private static void put(ZipOutputStream zip, String name, Part part) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    part.write(zip);
    zip.closeEntry();
  }

  /** A row of texts. */
  static String row(int number, String... texts) {
    return rowWith(number, "", texts);
  }

  static String rowWith(int number, String attributes, String... texts) {
    StringBuilder row = new StringBuilder("<row r=\"%d\" %s>".formatted(number, attributes));
    for (int i = 0; i < texts.length; i++) {
      if (!texts[i].isEmpty()) {
        row.append(text((char) ('A' + i) + "" + number, texts[i]));
      }
    }
    return row.append("</row>").toString();
  }

  static String text(String address, String text) {
    return "<c r=\"%s\" t=\"inlineStr\"><is><t xml:space=\"preserve\">%s</t></is></c>"
        .formatted(address, text.replace("&", "&amp;").replace("<", "&lt;").replace("\r", "&#13;"));
  }
}
