package org.batchrunner.files;

/** What a file that a user names should be, and how large it may be. */
public enum FileKind {
  OPTIONS("an option file", Bytes.MB),
  RULES("a file of rules", Bytes.MB),
  SETTINGS("a file of settings", Bytes.MB),
  PRICES("a price file", 50 * Bytes.MB),
  DOCUMENT("a document", 2_000 * Bytes.MB),
  TASKS("a task file", 20_000 * Bytes.MB);

  private static final class Bytes {
    static final long MB = 1_000_000;

    private Bytes() {}
  }

  private final String words;
  private final long most;

  FileKind(String words, long most) {
    this.words = words;
    this.most = most;
  }

  /** With its article, for sentences. */
  String words() {
    return words;
  }

  /** Bytes. */
  long most() {
    return most;
  }

  String tooLarge() {
    return "is too large: %s may have %,d MB at most; split it or make it smaller"
        .formatted(words, most / Bytes.MB);
  }
}
