package org.batchrunner.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.batchrunner.task.Options;

/** Opens task files. */
public final class Intake {

  private final CsvParser parser;

  public Intake(CsvParser parser) {
    this.parser = parser;
  }

  /**
   * Looks at the name and the first bytes; {@link TaskFile#check} reads the rest.
   *
   * @param path a file, not a link to one
   * @param options {@code encoding}, {@code task-column} and {@code template} matter here
   * @throws BadTaskFile if it is no task file
   * @throws org.batchrunner.task.BadOption if {@code encoding} is not known
   * @throws UncheckedIOException if the file can't be read
   */
  public TaskFile open(Path path, Options options) {
    String name = path.getFileName().toString();
    TaskFormat format =
        TaskFormat.of(name).orElseThrow(() -> new BadTaskFile(name, 0, unknownFormat()));
    requireFile(path, name);
    try {
      Encoding encoding = encoding(path, options.encoding());
      CsvDialect dialect = new CsvDialect(',', false);
      if (format == TaskFormat.CSV || format == TaskFormat.TSV) {
        try (InputStream in = Files.newInputStream(path);
            StrictReader reader = new StrictReader(in, encoding, name)) {
          dialect = CsvDialect.of(reader, format, new TaskColumn(options.taskColumn()), name);
        }
      }
      return new TaskFile(path, format, encoding, dialect, parser, options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Encoding encoding(Path path, Optional<String> named) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return Encoding.of(in.readNBytes(Encoding.HEAD), named);
    }
  }

  private static void requireFile(Path path, String name) {
    if (Files.isSymbolicLink(path)) {
      throw new BadTaskFile(name, 0, "this is a link, and links are not followed. Copy the file");
    }
    if (Files.exists(path) && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new BadTaskFile(name, 0, "this is no file. Drop the file itself");
    }
  }

  private static String unknownFormat() {
    return "a task file is one of %s. Save a spreadsheet as \"CSV UTF-8\""
        .formatted(String.join(" ", TaskFile.formats()));
  }
}
