package org.batchrunner.corpus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;

/** Makes real PDF files. */
final class Pdfs {

  private Pdfs() {}

  /**
   * @param title of the metadata; empty for none
   * @param pages the lines of each page; a page without lines is blank
   */
  static Path write(Path file, String title, List<List<String>> pages) throws IOException {
    try (PDDocument document = make(title, pages)) {
      document.save(file.toFile());
    }
    return file;
  }

  static Path encrypted(Path file, String password) throws IOException {
    try (PDDocument document = make("Secret", List.of(List.of("Nobody may read this page.")))) {
      document.protect(new StandardProtectionPolicy("owner", password, new AccessPermission()));
      document.save(file.toFile());
    }
    return file;
  }

  private static PDDocument make(String title, List<List<String>> pages) throws IOException {
    PDDocument document = new PDDocument();
    if (!title.isEmpty()) {
      document.getDocumentInformation().setTitle(title);
    }
    PDFont font = new PDType1Font(FontName.HELVETICA);
    for (List<String> lines : pages) {
      PDPage page = new PDPage();
      document.addPage(page);
      if (lines.isEmpty()) {
        continue;
      }
      try (PDPageContentStream content = new PDPageContentStream(document, page)) {
        content.beginText();
        content.setFont(font, 11);
        content.setLeading(14);
        content.newLineAtOffset(72, 720);
        for (String line : lines) {
          content.showText(line);
          content.newLine();
        }
        content.endText();
      }
    }
    return document;
  }
}
