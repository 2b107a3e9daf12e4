package org.batchrunner.files;

import java.io.IOException;

/**
 * A file that is not what it should be. The message is a sentence that begins with the file's path
 * and quotes nothing of what is in it.
 */
public final class UnusableFileException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String clause;
  private final boolean denied;

  UnusableFileException(Object file, String clause) {
    this(file, clause, false);
  }

  private UnusableFileException(Object file, String clause, boolean denied) {
    super(file + " " + clause);
    this.clause = clause;
    this.denied = denied;
  }

  static UnusableFileException denied(Object file) {
    return new UnusableFileException(file, "can't be read: permission denied", true);
  }

  /** Returns whether nothing is wrong with it but that this program may not read it. */
  public boolean isDenied() {
    return denied;
  }

  /** The message without the file: {@code is a folder, and an option file is needed}. */
  public String clause() {
    return clause;
  }
}
