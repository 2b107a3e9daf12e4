package org.batchrunner.intake;

import java.io.IOException;
import java.io.Reader;

/**
 * Checks CSV before the parser and refuses what would swallow the rest of the file or fill the
 * memory: a quote that never closes, text after a closing quote, and rows that are too long or too
 * wide.
 */
final class CsvGuard extends Reader {

  private enum Place {
    CELL_START,
    PLAIN,
    QUOTED,
    /** Right after a quote in a quoted cell: its end, or the first of a doubled one. */
    QUOTE,
    /** Behind the closing quote. */
    CLOSED
  }

  private final Reader in;
  private final char delimiter;
  private final String file;
  private final LineCounter lines = new LineCounter();
  private Place place = Place.CELL_START;
  private long rowLine = 1;
  private long quoteLine;
  private int length;
  private int cells = 1;

  CsvGuard(Reader in, char delimiter, String file) {
    this.in = in;
    this.delimiter = delimiter;
    this.file = file;
  }

  @Override
  public int read(char[] target, int offset, int count) throws IOException {
    int read = in.read(target, offset, count);
    for (int i = offset; i < offset + read; i++) {
      watch(target[i]);
    }
    if (read < 0 && place == Place.QUOTED) {
      throw InvalidTaskFileException.ofQuotes(
          file, quoteLine, "a quote opens here and never closes. Close it, or remove it");
    }
    return read;
  }

  private void watch(char c) {
    if (++length > FileLimits.RECORD) {
      throw tooLong();
    }
    boolean lineEnd = c == '\n' || c == '\r';
    lines.count(c);
    if (place == Place.QUOTED) {
      place = c == '"' ? Place.QUOTE : Place.QUOTED;
    } else if (c == delimiter) {
      place = Place.CELL_START;
      if (++cells > FileLimits.COLUMNS) {
        throw new InvalidTaskFileException(
            file, rowLine, "the row has more than %,d cells".formatted(FileLimits.COLUMNS));
      }
    } else if (lineEnd) {
      place = Place.CELL_START;
      rowLine = lines.line();
      length = 0;
      cells = 1;
    } else {
      place = within(c);
    }
  }

  private Place within(char c) {
    return switch (place) {
      case CELL_START -> {
        quoteLine = lines.line();
        yield c == '"' ? Place.QUOTED : Place.PLAIN;
      }
      case QUOTE -> c == '"' ? Place.QUOTED : closed(c);
      case CLOSED -> closed(c);
      case PLAIN, QUOTED -> place;
    };
  }

  private Place closed(char c) {
    if (!Character.isWhitespace(c)) {
      throw InvalidTaskFileException.ofQuotes(
          file,
          quoteLine,
          "a quoted cell opens here, and text follows its closing quote in line %d."
                  .formatted(lines.line())
              + " Double each quote that is part of the text: \"\"");
    }
    return Place.CLOSED;
  }

  private InvalidTaskFileException tooLong() {
    return place == Place.QUOTED
        ? InvalidTaskFileException.ofQuotes(
            file,
            quoteLine,
            "a quote opens here and does not close within %,d characters. Close it, or remove it"
                .formatted(FileLimits.RECORD))
        : new InvalidTaskFileException(
            file,
            rowLine,
            "the row is longer than %,d characters; shorten it".formatted(FileLimits.RECORD));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
