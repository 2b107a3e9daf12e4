package org.batchrunner.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.batchrunner.files.FileKind;
import org.batchrunner.files.UnusableFileException;
import org.batchrunner.files.UserFile;
import org.batchrunner.task.options.Options;

/** Opens task files. */
public final class Intake {

  private static final int BUFFER = 16_384;

  private final CsvParser parser;
  private final SheetCopies sheets = new SheetCopies();

  public Intake(CsvParser parser) {
    this.parser = parser;
  }

  /**
   * Looks at the name and the first bytes; {@link TaskFile#check} reads the rest.
   *
   * @param path a file, not a link to one
   * @param options {@code encoding}, {@code task-column} and {@code template} matter here
   * @throws InvalidTaskFileException if it is no task file
   * @throws org.batchrunner.task.options.InvalidOptionException if {@code encoding} is not known
   * @throws UncheckedIOException if the file can't be read
   */
  public TaskFile open(Path path, Options options) {
    return open(path, options, LinkOption.NOFOLLOW_LINKS);
  }

  /** As {@link #open(Path, Options)}, but the file may be a link unless {@code links} says no. */
  public TaskFile open(Path path, Options options, LinkOption... links) {
    String name = path.getFileName().toString();
    TaskFormat format =
        TaskFormat.of(name)
            .orElseThrow(() -> new InvalidTaskFileException(name, 0, unknownFormat()));
    requireFile(path, name, links);
    try {
      Encoding encoding = encoding(path, options.encoding());
      CsvDialect dialect = new CsvDialect(',', false, false);
      if (format == TaskFormat.CSV || format == TaskFormat.TSV) {
        try (InputStream in = Files.newInputStream(path);
            StrictReader reader = new StrictReader(in, encoding, name)) {
          dialect = CsvDialect.of(reader, format, new TaskColumn(options.taskColumn()), name);
        }
        if (format == TaskFormat.TSV && dialect.delimiter() == '\t' && !quoted(path, encoding)) {
          dialect = dialect.literal();
        }
      }
      return new TaskFile(path, format, encoding, dialect, parser, sheets, options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns whether the quotes of a file with tabs are those of CSV: they all open and close cells.
   */
  private static boolean quoted(Path path, Encoding encoding) throws IOException {
    String name = path.getFileName().toString();
    char[] skipped = new char[BUFFER];
    try (InputStream in = Files.newInputStream(path);
        CsvGuard guard = new CsvGuard(new StrictReader(in, encoding, name), '\t', name)) {
      while (guard.read(skipped, 0, BUFFER) >= 0) {
        // looks at the quotes
      }
      return true;
    } catch (InvalidTaskFileException e) {
      // What else is wrong is met again, and refused, when the rows are read.
      return !e.ofQuotes();
    }
  }

  private static Encoding encoding(Path path, Optional<String> named) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return Encoding.of(in.readNBytes(Encoding.HEAD), named);
    }
  }

  /** How often a workbook was unpacked, for tests. */
  int workbooksRead() {
    return sheets.read();
  }

  private static void requireFile(Path path, String name, LinkOption... links) {
    try {
      UserFile.require(path, FileKind.TASKS, links);
    } catch (UnusableFileException e) {
      throw new InvalidTaskFileException(name, 0, "this " + e.clause());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String unknownFormat() {
    return "a task file is one of %s. Save a spreadsheet as \"CSV UTF-8\""
        .formatted(String.join(" ", TaskFile.formats()));
  }
}
