package org.batchrunner.corpus;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.store.DataInput;
import org.apache.lucene.store.DataOutput;

/**
 * A document of the corpus, and where its text lies in the store: in blocks, each with the
 * characters before it, and the places of its text and of its folded text in their files.
 */
final class Document {

  private final String path;
  private final String title;
  private final int blank;
  private final int[] pages;
  private final int[] chars;
  private final long[] texts;
  private final long[] folds;

  /**
   * @param path in the corpus, with {@code /}
   * @param blank how many of its pages have no text
   * @param pages the offset of each page's first character; empty for a document without pages
   * @param chars the offset of each block's first character, and the document's length
   * @param texts the place of each block's text, and its end
   * @param folds the place of each block's folded text, and its end
   */
  Document(
      String path, String title, int blank, int[] pages, int[] chars, long[] texts, long[] folds) {
    this.path = path;
    this.title = title;
    this.blank = blank;
    this.pages = pages;
    this.chars = chars;
    this.texts = texts;
    this.folds = folds;
  }

  String path() {
    return path;
  }

  String title() {
    return title;
  }

  /** Characters (UTF-16 units) of its text. */
  int length() {
    return chars[chars.length - 1];
  }

  /** Pages without text. */
  int blank() {
    return blank;
  }

  int pages() {
    return pages.length;
  }

  /** The page, from 1, that holds this offset; 0 for a document without pages. */
  int page(int offset) {
    int found = Arrays.binarySearch(pages, offset);
    if (found < 0) {
      return -found - 1;
    }
    // Empty pages begin where the next one does: the last of them has the text.
    while (found + 1 < pages.length && pages[found + 1] == offset) {
      found++;
    }
    return found + 1;
  }

  /** Where a page, from 1, begins; past the last page the document's end. */
  int pageStart(int page) {
    return page > pages.length ? length() : pages[page - 1];
  }

  int blocks() {
    return chars.length - 1;
  }

  int blockAt(int offset) {
    return block(Arrays.binarySearch(chars, offset));
  }

  int blockAtFold(long place) {
    return block(Arrays.binarySearch(folds, place));
  }

  private int block(int found) {
    return Math.min(blocks() - 1, found >= 0 ? found : -found - 2);
  }

  int start(int block) {
    return chars[block];
  }

  long text(int block) {
    return texts[block];
  }

  long fold(int block) {
    return folds[block];
  }

  long foldStart() {
    return folds[0];
  }

  long foldEnd() {
    return folds[folds.length - 1];
  }

  void write(DataOutput out) throws IOException {
    out.writeString(path);
    out.writeString(title);
    out.writeVInt(blank);
    out.writeVInt(pages.length);
    for (int page : pages) {
      out.writeVInt(page);
    }
    out.writeVInt(blocks());
    for (int i = 0; i < chars.length; i++) {
      out.writeVInt(chars[i]);
      out.writeVLong(texts[i]);
      out.writeVLong(folds[i]);
    }
  }

  static Document read(DataInput in) throws IOException {
    String path = in.readString();
    String title = in.readString();
    int blank = in.readVInt();
    int[] pages = new int[in.readVInt()];
    for (int i = 0; i < pages.length; i++) {
      pages[i] = in.readVInt();
    }
    int bounds = in.readVInt() + 1;
    int[] chars = new int[bounds];
    long[] texts = new long[bounds];
    long[] folds = new long[bounds];
    for (int i = 0; i < bounds; i++) {
      chars[i] = in.readVInt();
      texts[i] = in.readVLong();
      folds[i] = in.readVLong();
    }
    return new Document(path, title, blank, pages, chars, texts, folds);
  }

  @Override
  public String toString() {
    return path;
  }
}
