package org.batchrunner.corpus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;

/**
 * Writes the texts of documents as they are read, and beside each its folded text, so that neither
 * has to be in memory. Blocks are cut where folding one by itself gives what folding the whole
 * would.
 */
final class StoreWriter implements TextSink, AutoCloseable {

  static final String TEXTS = "texts";
  static final String FOLDS = "folds";
  static final String DOCUMENTS = "documents";
  static final String CODEC = "batch-runner-corpus";
  static final int VERSION = 1;

  /** Stands between folded documents; folding never makes it. */
  static final byte BETWEEN = 0;

  private static final int BLOCK = 8192;
  private static final int LONGEST_SPACE = 2048;
  private static final int HEAD = 4096;

  private final Directory directory;
  private final IndexOutput texts;
  private final IndexOutput folds;
  private final int mostChars;
  private final List<Document> documents = new ArrayList<>();

  private final StringBuilder pending = new StringBuilder();
  private final StringBuilder head = new StringBuilder();
  private IntStream.Builder pages = IntStream.builder();
  private IntStream.Builder charStarts = IntStream.builder();
  private LongStream.Builder textStarts = LongStream.builder();
  private LongStream.Builder foldStarts = LongStream.builder();
  private int written;

  /**
   * @param mostChars of one document
   */
  StoreWriter(Directory directory, int mostChars) throws IOException {
    this.directory = directory;
    this.mostChars = mostChars;
    this.texts = directory.createOutput(TEXTS, IOContext.DEFAULT);
    this.folds = directory.createOutput(FOLDS, IOContext.DEFAULT);
    CodecUtil.writeHeader(texts, CODEC, VERSION);
    CodecUtil.writeHeader(folds, CODEC, VERSION);
  }

  @Override
  public void page() {
    pages.add(length());
  }

  /** Characters of the document so far. */
  int length() {
    return written + pending.length();
  }

  @Override
  public void append(CharSequence text) throws IOException {
    if (text.length() > mostChars - length()) {
      throw new UnreadableDocumentException(
          "has more than %,d characters of text; split it into several files".formatted(mostChars));
    }
    head.append(text, 0, Math.min(text.length(), HEAD - head.length()));
    pending.append(text);
    while (pending.length() >= BLOCK + LONGEST_SPACE) {
      writeBlock(cut(pending));
    }
  }

  /** How the document begins, for its title. */
  String head() {
    return head.toString();
  }

  /**
   * The document is complete.
   *
   * @param blank how many of its pages have no text
   */
  void end(String path, String title, int blank) throws IOException {
    while (!pending.isEmpty()) {
      writeBlock(pending.length() > BLOCK + LONGEST_SPACE ? cut(pending) : pending.length());
    }
    bound();
    folds.writeByte(BETWEEN);
    documents.add(
        new Document(
            path,
            title,
            blank,
            pages.build().toArray(),
            charStarts.build().toArray(),
            textStarts.build().toArray(),
            foldStarts.build().toArray()));
    pages = IntStream.builder();
    charStarts = IntStream.builder();
    textStarts = LongStream.builder();
    foldStarts = LongStream.builder();
    head.setLength(0);
    written = 0;
  }

  List<Document> documents() {
    return documents;
  }

  /** All documents are written. Without this, the store is no store. */
  void finish() throws IOException {
    CodecUtil.writeFooter(texts);
    CodecUtil.writeFooter(folds);
    try (IndexOutput list = directory.createOutput(DOCUMENTS, IOContext.DEFAULT)) {
      CodecUtil.writeHeader(list, CODEC, VERSION);
      list.writeVInt(documents.size());
      for (Document document : documents) {
        document.write(list);
      }
      CodecUtil.writeFooter(list);
    }
  }

  @Override
  public void close() throws IOException {
    try (texts) {
      folds.close();
    }
  }

  private void writeBlock(int length) throws IOException {
    bound();
    byte[] bytes = pending.substring(0, length).getBytes(StandardCharsets.UTF_8);
    texts.writeBytes(bytes, bytes.length);
    String stored = new String(bytes, StandardCharsets.UTF_8);
    byte[] folded = Folding.fold(stored).text().getBytes(StandardCharsets.UTF_8);
    folds.writeBytes(folded, folded.length);
    pending.delete(0, length);
    written += length;
  }

  private void bound() {
    charStarts.add(written);
    textStarts.add(texts.getFilePointer());
    foldStarts.add(folds.getFilePointer());
  }

  /** The last place before white space, or between letters, within a block. */
  private static int cut(StringBuilder text) {
    for (int i = BLOCK; i > 1; i--) {
      if (Character.isLetter(text.charAt(i - 1)) && Chars.space(text.charAt(i))) {
        return i;
      }
    }
    for (int i = BLOCK; i > 1; i--) {
      if (letters(text.charAt(i - 1), text.charAt(i))) {
        return i;
      }
    }
    return Character.isLowSurrogate(text.charAt(BLOCK)) ? BLOCK - 1 : BLOCK;
  }

  private static boolean letters(char before, char after) {
    return Character.isLetter(before) && Character.isLetter(after) && !Chars.mark(after);
  }
}
