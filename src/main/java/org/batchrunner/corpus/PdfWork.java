package org.batchrunner.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.zip.InflaterInputStream;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDStream;

/**
 * What may be done to read one PDF file. A few kilobytes can be made to unfold without end: such a
 * file is refused before it takes the memory and the time of others.
 */
final class PdfWork {

  /** Far more than the largest drawing has. */
  static final int MOST_GLYPHS_A_PAGE = 300_000;

  static final int MOST_PAGES = 500_000;
  static final long MOST_OPERATORS = 100_000_000;
  static final long MOST_PAGE_BYTES = 200_000_000;

  private int glyphs;
  private long operators;

  /** A page begins. */
  void page(PDPage page, int number) throws IOException {
    glyphs = 0;
    long bytes = 0;
    for (Iterator<PDStream> streams = page.getContentStreams(); streams.hasNext(); ) {
      bytes += unfolded(streams.next().getCOSObject(), MOST_PAGE_BYTES - bytes);
      if (bytes > MOST_PAGE_BYTES) {
        throw tooMuch("page %d unfolds to more than %,d bytes", number, MOST_PAGE_BYTES);
      }
    }
  }

  void operator() throws UnreadableDocumentException {
    if (++operators > MOST_OPERATORS) {
      throw tooMuch("its pages take more than %,d steps to draw", MOST_OPERATORS);
    }
  }

  void glyph() throws UnreadableDocumentException {
    if (++glyphs > MOST_GLYPHS_A_PAGE) {
      throw tooMuch("a page has more than %,d characters", MOST_GLYPHS_A_PAGE);
    }
  }

  static void pages(int count) throws UnreadableDocumentException {
    if (count > MOST_PAGES) {
      throw tooMuch("it says that it has %,d pages", count);
    }
  }

  private static UnreadableDocumentException tooMuch(String what, Object... values) {
    return new UnreadableDocumentException(
        "takes too much to read: " + what.formatted(values) + "; print it to a new PDF");
  }

  /** How long a deflated stream is unfolded, counted to a little over the limit. */
  private static long unfolded(COSStream stream, long most) throws IOException {
    if (!deflated(stream)) {
      return stream.getLength();
    }
    long length = 0;
    byte[] buffer = new byte[1 << 14];
    try (InputStream raw = stream.createRawInputStream();
        InputStream in = new InflaterInputStream(raw)) {
      for (int n = in.read(buffer); n >= 0 && length <= most; n = in.read(buffer)) {
        length += n;
      }
    } catch (java.util.zip.ZipException | java.io.EOFException e) {
      // Damaged: what the library makes of it is shorter.
      return length;
    }
    return length;
  }

  private static boolean deflated(COSStream stream) {
    COSBase filters = stream.getFilters();
    COSBase first =
        filters instanceof COSArray array && array.size() > 0 ? array.getObject(0) : filters;
    return COSName.FLATE_DECODE.equals(first) || COSName.FLATE_DECODE_ABBREVIATION.equals(first);
  }
}
