package org.batchrunner.corpus;

import java.util.stream.IntStream;

/** The text of one document, and where its pages begin. */
final class DocumentText {

  private static final int HEAD = 4096;
  private static final int MEGABYTE = 1_000_000;

  private final int most;
  private final StringBuilder text = new StringBuilder();
  private final IntStream.Builder pages = IntStream.builder();

  /**
   * @param most characters that it may have
   */
  DocumentText(int most) {
    this.most = most;
  }

  /** The next page begins here. */
  void page() {
    pages.add(text.length());
  }

  /**
   * @throws UnreadableDocumentException if it has too much text
   */
  void append(CharSequence more) throws UnreadableDocumentException {
    if (more.length() > most - text.length()) {
      throw tooLong();
    }
    text.append(more);
  }

  UnreadableDocumentException tooLong() {
    return new UnreadableDocumentException(
        "has more than %,d MB of text; split it into several files".formatted(most / MEGABYTE));
  }

  /** The most characters, and bytes of a text file, that it may have. */
  int most() {
    return most;
  }

  /** How it begins, for its title. */
  String head() {
    return text.substring(0, Math.min(text.length(), HEAD));
  }

  /** The offset of each page's first character. */
  int[] pages() {
    return pages.build().toArray();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
