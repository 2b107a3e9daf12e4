package org.batchrunner.corpus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;

/**
 * PDF files that no program would write. Object 3 is the page, 4 its content, 6 and on are more.
 */
final class RawPdf {

  static final String ONE_PAGE = "<</Type/Pages/Kids[3 0 R]/Count 1>>";

  private final List<byte[]> objects = new ArrayList<>();

  /**
   * @param pages the tree of pages
   * @param resources of the page, beside its font
   */
  RawPdf(String pages, String resources, Content content) throws IOException {
    object("<</Type/Catalog/Pages 2 0 R>>");
    object(pages);
    object(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
            + "/Resources<</Font<</F1 5 0 R>>%s>>>>".formatted(resources));
    stream("/Filter/FlateDecode", deflated(content));
    object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
  }

  /** Writes a content, which may be long. */
  interface Content {
    void to(OutputStream out) throws IOException;
  }

  static Content text(String text) {
    return out -> out.write(text.getBytes(StandardCharsets.US_ASCII));
  }

  RawPdf form(String resources, String content) throws IOException {
    stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 600 700]/Resources<<%s>>".formatted(resources),
        content.getBytes(StandardCharsets.US_ASCII));
    return this;
  }

  private void object(String object) {
    objects.add(object.getBytes(StandardCharsets.US_ASCII));
  }

  private void stream(String entries, byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    text("<<%s/Length %d>>\nstream\n".formatted(entries, content.length)).to(out);
    out.write(content);
    text("\nendstream").to(out);
    objects.add(out.toByteArray());
  }

  private static byte[] deflated(Content content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(bytes)) {
      content.to(out);
    }
    return bytes.toByteArray();
  }

  void write(Path file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    text("%PDF-1.4\n").to(out);
    StringBuilder table = new StringBuilder("0000000000 65535 f \n");
    for (int i = 0; i < objects.size(); i++) {
      table.append("%010d 00000 n \n".formatted(out.size()));
      text((i + 1) + " 0 obj\n").to(out);
      out.write(objects.get(i));
      text("\nendobj\n").to(out);
    }
    int start = out.size();
    int size = objects.size() + 1;
    text("xref\n0 " + size + "\n" + table).to(out);
    text("trailer<</Size " + size + "/Root 1 0 R>>\nstartxref\n" + start + "\n%%EOF\n").to(out);
    Files.write(file, out.toByteArray());
  }
}
