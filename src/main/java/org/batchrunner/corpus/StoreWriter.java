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
 * Writes the texts of documents, and beside each its folded text, in blocks, so that a reader needs
 * no whole document in memory. Blocks are cut where folding one by itself gives what folding the
 * whole would.
 */
final class StoreWriter implements AutoCloseable {

  static final String TEXTS = "texts";
  static final String FOLDS = "folds";
  static final String DOCUMENTS = "documents";
  static final String CODEC = "batch-runner-corpus";
  static final int VERSION = 1;

  /** Stands between folded documents; folding never makes it. */
  static final byte BETWEEN = 0;

  private static final int BLOCK = 8192;
  private static final int LONGEST_SPACE = 2048;

  private final Directory directory;
  private final IndexOutput texts;
  private final IndexOutput folds;
  private final List<Document> documents = new ArrayList<>();

  StoreWriter(Directory directory) throws IOException {
    this.directory = directory;
    this.texts = directory.createOutput(TEXTS, IOContext.DEFAULT);
    this.folds = directory.createOutput(FOLDS, IOContext.DEFAULT);
    CodecUtil.writeHeader(texts, CODEC, VERSION);
    CodecUtil.writeHeader(folds, CODEC, VERSION);
  }

  /**
   * @param blank how many of its pages have no text
   */
  void add(String path, String title, int blank, DocumentText document) throws IOException {
    String text = document.toString();
    IntStream.Builder charStarts = IntStream.builder();
    LongStream.Builder textStarts = LongStream.builder();
    LongStream.Builder foldStarts = LongStream.builder();
    int start = 0;
    while (true) {
      charStarts.add(start);
      textStarts.add(texts.getFilePointer());
      foldStarts.add(folds.getFilePointer());
      if (start == text.length()) {
        break;
      }
      int end = text.length() - start > BLOCK + LONGEST_SPACE ? cut(text, start) : text.length();
      writeBlock(text.substring(start, end));
      start = end;
    }
    folds.writeByte(BETWEEN);
    documents.add(
        new Document(
            path,
            title,
            blank,
            document.pages(),
            charStarts.build().toArray(),
            textStarts.build().toArray(),
            foldStarts.build().toArray()));
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

  private void writeBlock(String block) throws IOException {
    byte[] bytes = block.getBytes(StandardCharsets.UTF_8);
    texts.writeBytes(bytes, bytes.length);
    String stored = new String(bytes, StandardCharsets.UTF_8);
    byte[] folded = Folding.fold(stored).text().getBytes(StandardCharsets.UTF_8);
    folds.writeBytes(folded, folded.length);
  }

  /** The last place before white space, or between letters, within a block from there on. */
  private static int cut(String text, int start) {
    for (int i = start + BLOCK; i > start + 1; i--) {
      if (Character.isLetter(text.charAt(i - 1)) && Chars.space(text.charAt(i))) {
        return i;
      }
    }
    for (int i = start + BLOCK; i > start + 1; i--) {
      if (letters(text.charAt(i - 1), text.charAt(i))) {
        return i;
      }
    }
    int end = start + BLOCK;
    return Character.isLowSurrogate(text.charAt(end)) ? end - 1 : end;
  }

  private static boolean letters(char before, char after) {
    return Character.isLetter(before) && Character.isLetter(after) && !Chars.mark(after);
  }
}
