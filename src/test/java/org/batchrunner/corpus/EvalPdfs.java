package org.batchrunner.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;

/**
 * Sets the sources in {@code eval/pdf} as books and manuals are set: narrow lines, long words
 * hyphenated at the line's end, a running head, page numbers.
 *
 * <p>A source's first line is its title; {@code # } begins a heading; {@code --- page} a page.
 */
final class EvalPdfs {

  private static final float WIDTH = 300;
  private static final float LEFT = 148;
  private static final float TOP = 740;
  private static final float LEADING = 14;
  private static final float SIZE = 11;
  private static final int LEAST_HYPHENATED = 8;

  private final PDFont body = new PDType1Font(FontName.TIMES_ROMAN);
  private final PDFont bold = new PDType1Font(FontName.HELVETICA_BOLD);
  private final PDDocument document = new PDDocument();
  private final String title;

  private EvalPdfs(String title) {
    this.title = title;
  }

  /** All sources of a folder; {@code a_b.txt} becomes {@code a/b.pdf}. */
  static void write(Path sources, Path corpus) throws IOException {
    for (Path source : sources(sources)) {
      List<String> lines = Files.readAllLines(source);
      EvalPdfs pdf = new EvalPdfs(lines.get(0));
      pdf.pages(lines.subList(1, lines.size()));
      Path target = target(source, corpus);
      Files.createDirectories(target.getParent());
      pdf.document.save(target.toFile());
      pdf.document.close();
    }
  }

  static List<Path> sources(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    }
  }

  static Path target(Path source, Path corpus) {
    String name = source.getFileName().toString().replace('_', '/').replace(".txt", ".pdf");
    return corpus.resolve(name);
  }

  private void pages(List<String> paragraphs) throws IOException {
    document.getDocumentInformation().setTitle(title);
    Calendar date = Calendar.getInstance(TimeZone.getTimeZone("UTC"), Locale.ROOT);
    date.setTimeInMillis(0);
    document.getDocumentInformation().setCreationDate(date);
    List<String> page = new ArrayList<>();
    for (String paragraph : paragraphs) {
      if (paragraph.equals("--- page")) {
        page(page);
        page.clear();
      } else {
        page.add(paragraph);
      }
    }
    page(page);
  }

  private void page(List<String> paragraphs) throws IOException {
    PDPage page = new PDPage(PDRectangle.A4);
    document.addPage(page);
    try (PDPageContentStream content = new PDPageContentStream(document, page)) {
      line(content, body, TOP + 40, title);
      float y = TOP;
      for (String paragraph : paragraphs) {
        boolean heading = paragraph.startsWith("#");
        PDFont font = heading ? bold : body;
        y -= heading ? LEADING : 0;
        for (String line : wrap(paragraph.replaceFirst("^#+ ", ""), font)) {
          line(content, font, y, line);
          y -= LEADING;
        }
        y -= LEADING / 2;
      }
      if (y < 50) {
        throw new IOException("page too full: " + title + ", page " + document.getNumberOfPages());
      }
      line(content, body, 40, String.valueOf(document.getNumberOfPages()));
    }
  }

  private static void line(PDPageContentStream content, PDFont font, float y, String text)
      throws IOException {
    content.beginText();
    content.setFont(font, SIZE);
    content.newLineAtOffset(LEFT, y);
    content.showText(text);
    content.endText();
  }

  private List<String> wrap(String paragraph, PDFont font) throws IOException {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : paragraph.split(" ")) {
      String rest = word;
      String before = line.isEmpty() ? "" : line + " ";
      if (!fits(before + word, font)) {
        int cut = hyphenation(before, word, font);
        if (cut > 0) {
          lines.add(before + word.substring(0, cut) + "-");
          rest = word.substring(cut);
        } else {
          lines.add(line.toString());
        }
        line.setLength(0);
        before = "";
      }
      line.setLength(0);
      line.append(before).append(rest);
    }
    lines.add(line.toString());
    return lines;
  }

  /** Between a consonant and what follows a vowel: good enough to look like a book. */
  private static int hyphenation(String before, String word, PDFont font) throws IOException {
    if (word.length() < LEAST_HYPHENATED || !word.chars().allMatch(Character::isLetter)) {
      return 0;
    }
    for (int i = word.length() - 3; i > 2; i--) {
      boolean syllable = vowel(word.charAt(i + 1)) && !vowel(word.charAt(i));
      if (syllable && fits(before + word.substring(0, i) + "-", font)) {
        return i;
      }
    }
    return 0;
  }

  private static boolean vowel(char c) {
    return "aeiouy".indexOf(c) >= 0;
  }

  private static boolean fits(String text, PDFont font) throws IOException {
    return font.getStringWidth(text) / 1000 * SIZE <= WIDTH;
  }
}
