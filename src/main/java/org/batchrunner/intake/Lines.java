package org.batchrunner.intake;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The lines of a text, none longer than {@link FileLimits#RECORD}. */
final class Lines implements Iterator<Lines.Line> {

  /**
   * @param number from 1
   * @param text without its end
   */
  record Line(long number, String text) {}

  private final Reader in;
  private final String file;
  private long number;
  private @Nullable Line next;
  private boolean afterCr;

  Lines(Reader in, String file) {
    this.in = new BufferedReader(in, 16_384);
    this.file = file;
  }

  @Override
  public boolean hasNext() {
    if (next == null) {
      next = read();
    }
    return next != null;
  }

  @Override
  public Line next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    Line line = next;
    next = null;
    return line;
  }

  private @Nullable Line read() {
    try {
      StringBuilder text = new StringBuilder();
      int c = in.read();
      if (afterCr && c == '\n') {
        c = in.read();
      }
      afterCr = false;
      if (c < 0) {
        return null;
      }
      number++;
      while (c >= 0 && c != '\n' && c != '\r') {
        if (text.length() == FileLimits.RECORD) {
          throw new InvalidTaskFileException(
              file,
              number,
              "the line is longer than %,d characters; shorten it".formatted(FileLimits.RECORD));
        }
        text.append((char) c);
        c = in.read();
      }
      afterCr = c == '\r';
      return new Line(number, text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
