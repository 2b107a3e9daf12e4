package org.batchrunner.corpus;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code .pdf}, a page at a time.
 *
 * @param title of its metadata; null if it has none
 * @param pages how many it has
 * @param blank those without text
 */
record PdfReader(@Nullable String title, int pages, int blank) {

  /**
   * @throws UnreadableDocumentException if it is encrypted, damaged or without text
   */
  static PdfReader read(Path file, DocumentText sink) throws IOException {
    try (PDDocument document =
        Loader.loadPDF(file.toFile(), IOUtils.createTempFileOnlyStreamCache())) {
      int count = document.getNumberOfPages();
      PdfWork.pages(count);
      Pages pages = new Pages(sink);
      pages.writeText(document, pages.writer());
      pages.beginUpTo(count);
      if (pages.filled == 0) {
        throw new UnreadableDocumentException(
            "has no text on its %d pages: it is a scan; run text recognition (OCR) over it first"
                .formatted(count));
      }
      String title = document.getDocumentInformation().getTitle();
      return new PdfReader(title, count, count - pages.filled);
    } catch (InvalidPasswordException e) {
      throw new UnreadableDocumentException("is encrypted; save it without a password", e);
    } catch (UnreadableDocumentException e) {
      throw e;
    } catch (SinkFailed e) {
      throw e.failure;
    } catch (OutOfMemoryError e) {
      throw new UnreadableDocumentException(
          "needs more memory to read than there is; print it to a new PDF", e);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw new UnreadableDocumentException(
          "is not a valid PDF, or is damaged; save it again as PDF", e);
    }
  }

  /** What the sink threw, past the library that takes each exception for a damaged file. */
  private static final class SinkFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private final transient IOException failure;

    SinkFailed(IOException failure) {
      super(failure);
      this.failure = failure;
    }
  }

  private static final class Pages extends PDFTextStripper {

    private final DocumentText sink;
    private final PdfWork work = new PdfWork();
    private boolean visible;
    private int begun;
    private int filled;

    Pages(DocumentText sink) {
      this.sink = sink;
      setLineSeparator("\n");
      setPageEnd("\n");
    }

    @Override
    protected void startPage(PDPage page) {
      visible = false;
      to(target -> work.page(page, getCurrentPageNo()));
      beginUpTo(getCurrentPageNo());
    }

    @Override
    protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
      to(target -> work.operator());
      super.processOperator(operator, operands);
    }

    @Override
    protected void processTextPosition(TextPosition position) {
      to(target -> work.glyph());
      super.processTextPosition(position);
    }

    @Override
    protected void endPage(PDPage page) {
      filled += visible ? 1 : 0;
    }

    /** Pages without content are passed over by the library. */
    void beginUpTo(int page) {
      while (begun < page) {
        to(DocumentText::page);
        begun++;
      }
    }

    Writer writer() {
      return new Writer() {
        @Override
        public void write(char[] chars, int from, int length) {
          String text = new String(chars, from, length).replace('\0', ' ');
          visible |= !text.isBlank();
          to(target -> target.append(text));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };
    }

    private void to(Step step) {
      try {
        step.run(sink);
      } catch (IOException e) {
        throw new SinkFailed(e);
      }
    }
  }

  private interface Step {
    void run(DocumentText sink) throws IOException;
  }
}
