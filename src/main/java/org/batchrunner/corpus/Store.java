package org.batchrunner.corpus;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.store.ChecksumIndexInput;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.IOUtils;

/** The texts of the documents and their folded texts, read from disk as they are asked for. */
final class Store implements Closeable {

  private final List<Document> documents;
  private final IndexInput texts;
  private final IndexInput folds;

  private Store(List<Document> documents, IndexInput texts, IndexInput folds) {
    this.documents = documents;
    this.texts = texts;
    this.folds = folds;
  }

  /**
   * @throws IOException if a file is missing, cut short or altered
   */
  static Store open(Directory directory) throws IOException {
    List<Document> documents = readDocuments(directory);
    IndexInput texts = directory.openInput(StoreWriter.TEXTS, IOContext.READ);
    try {
      CodecUtil.checksumEntireFile(texts);
      IndexInput folds = directory.openInput(StoreWriter.FOLDS, IOContext.READ);
      try {
        CodecUtil.checksumEntireFile(folds);
        return new Store(documents, texts, folds);
      } catch (Throwable e) {
        IOUtils.closeWhileHandlingException(folds);
        throw e;
      }
    } catch (Throwable e) {
      IOUtils.closeWhileHandlingException(texts);
      throw e;
    }
  }

  private static List<Document> readDocuments(Directory directory) throws IOException {
    try (ChecksumIndexInput in =
        directory.openChecksumInput(StoreWriter.DOCUMENTS, IOContext.READONCE)) {
      CodecUtil.checkHeader(in, StoreWriter.CODEC, StoreWriter.VERSION, StoreWriter.VERSION);
      int count = in.readVInt();
      List<Document> documents = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        documents.add(Document.read(in));
      }
      CodecUtil.checkFooter(in);
      return List.copyOf(documents);
    }
  }

  List<Document> documents() {
    return documents;
  }

  /** Characters from {@code from} to {@code to}, which may lie outside the document. */
  String text(Document document, int from, int to) {
    int start = Math.max(0, from);
    int end = Math.min(document.length(), to);
    if (start >= end) {
      return "";
    }
    int first = document.blockAt(start);
    int last = document.blockAt(end - 1);
    int before = document.start(first);
    String text = read(texts, document.text(first), document.text(last + 1));
    return text.substring(start - before, end - before);
  }

  /** The offset in the document's text of what stands at a place of the folded file. */
  int origin(Document document, long place) {
    int block = document.blockAtFold(place);
    int start = document.start(block);
    Folded folded = Folding.fold(text(document, start, document.start(block + 1)));
    String before = read(folds, document.fold(block), place);
    return start + folded.origin(before.length());
  }

  /** Folded text around a place, within its document. */
  String folded(Document document, long from, long to) {
    return read(folds, Math.max(document.foldStart(), from), Math.min(document.foldEnd(), to));
  }

  /** For a search of its own through the folded text. */
  IndexInput folds() {
    return folds.clone();
  }

  /** The first place in the folded file that belongs to no document any more. */
  long foldsEnd() {
    return documents.isEmpty() ? 0 : documents.get(documents.size() - 1).foldEnd();
  }

  /** The document that holds a place of the folded file. */
  int documentAtFold(long place) {
    int low = 0;
    int high = documents.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (documents.get(middle).foldStart() <= place) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private static String read(IndexInput file, long from, long to) {
    try {
      IndexInput in = file.clone();
      byte[] bytes = new byte[Math.toIntExact(Math.max(0, to - from))];
      in.seek(from);
      in.readBytes(bytes, 0, bytes.length);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the corpus's cache can't be read", e);
    }
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(texts, folds);
  }
}
