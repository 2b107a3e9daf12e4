package org.batchrunner.intake;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.batchrunner.common.Sha256;
import org.batchrunner.task.Task;
import org.batchrunner.task.options.Options;
import org.jspecify.annotations.Nullable;

/** A task file, read as a stream as often as it is asked for. */
public final class TaskFile {

  private static final int BUFFER = 65_536;

  private final Path path;
  private final TaskFormat format;
  private final Encoding encoding;
  private final CsvDialect dialect;
  private final CsvParser parser;
  private final SheetCopies sheets;
  private final Options options;

  TaskFile(
      Path path,
      TaskFormat format,
      Encoding encoding,
      CsvDialect dialect,
      CsvParser parser,
      SheetCopies sheets,
      Options options) {
    this.path = path;
    this.format = format;
    this.encoding = encoding;
    this.dialect = dialect;
    this.parser = parser;
    this.sheets = sheets;
    this.options = options;
  }

  public Path path() {
    return path;
  }

  public TaskFormat format() {
    return format;
  }

  /**
   * Reads the whole file once.
   *
   * @throws InvalidTaskFileException if anything in it is wrong, or it holds no task
   * @throws org.batchrunner.task.options.InvalidOptionException if a template names a column that
   *     is not there
   * @throws UncheckedIOException if the file can't be read
   */
  public Census check() {
    return check(task -> null);
  }

  /** Finds what is wrong with a task besides its form. */
  public interface TaskCheck {

    /** What is wrong, as a sentence; null if nothing is. */
    @Nullable String wrong(Task task);
  }

  /**
   * As {@link #check()}, with a check of one's own.
   *
   * @throws InvalidTaskFileException naming its line, if a task is wrong by that check
   */
  public Census check(TaskCheck own) {
    Prompts prompts = new Prompts(options, name());
    MessageDigest sha256 = Sha256.digest();
    try (InputStream file = new DigestInputStream(Files.newInputStream(path), sha256);
        TaskIterator tasks = read(file)) {
      while (tasks.hasNext()) {
        Task task = tasks.next();
        prompts.check(task, tasks.line());
        String wrong = own.wrong(task);
        if (wrong != null) {
          throw new InvalidTaskFileException(name(), tasks.line(), wrong);
        }
      }
      if (tasks.count() == 0) {
        throw new InvalidTaskFileException(name(), 0, noTask(tasks));
      }
      prompts.check(tasks.columns());
      file.transferTo(OutputStream.nullOutputStream());
      return new Census(
          tasks.count(),
          tasks.dropped(),
          tasks.hidden(),
          notes(tasks, prompts),
          tasks.columns(),
          Files.size(path),
          Sha256.hex(sha256));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String noTask(TaskIterator tasks) {
    if (tasks.hidden() > 0) {
      return "every task is in a hidden row, and those are left out. Show the rows, or clear the"
          + " filter, and save the file";
    }
    return tasks.dropped() == 0 ? "the file holds no task" : "every task is empty";
  }

  private List<String> notes(TaskIterator tasks, Prompts prompts) throws IOException {
    List<String> notes = new ArrayList<>();
    if (tasks.dropped() > 0) {
      notes.add(
          tasks.dropped() == 1
              ? "1 empty row was dropped"
              : "%d empty rows dropped".formatted(tasks.dropped()));
    }
    if (tasks.hidden() > 0) {
      notes.add(
          "%d hidden row%s left out; show %s in Excel and save the file to run %s"
              .formatted(
                  tasks.hidden(),
                  tasks.hidden() == 1 ? "" : "s",
                  tasks.hidden() == 1 ? "it" : "them",
                  tasks.hidden() == 1 ? "it" : "them"));
    }
    if (format == TaskFormat.XLSX) {
      SheetCopy copy = sheets.of(path, name());
      int others = copy.otherSheets();
      if (others > 0) {
        notes.add(
            "the sheet '%s' was read, %d other%s left alone"
                .formatted(
                    HeaderName.visible(copy.sheet()), others, others == 1 ? " was" : "s were"));
      }
      copy.release();
    }
    notes.addAll(prompts.notes());
    return List.copyOf(notes);
  }

  /** Returns the delimiter of a CSV file; a comma for all other formats. */
  public char delimiter() {
    return dialect.delimiter();
  }

  /** Returns which of these columns has the task; empty if none does. */
  public Optional<String> taskColumn(List<String> columns) {
    int task = new TaskColumn(options.taskColumn()).in(columns);
    return task < 0 ? Optional.empty() : Optional.of(columns.get(task));
  }

  /**
   * Returns the columns of its tasks, in file order.
   *
   * @return empty if they are known only after the whole file was read
   */
  public Optional<List<String>> header() {
    boolean lines = format == TaskFormat.TXT || format == TaskFormat.MD;
    if (format == TaskFormat.JSONL || (lines && mayHaveTable())) {
      return Optional.empty();
    }
    try (TaskIterator tasks = read(Files.newInputStream(path))) {
      return tasks.hasNext() ? Optional.of(tasks.columns()) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A table, and so more columns, may come after lines. */
  private boolean mayHaveTable() {
    byte[] bytes = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(path)) {
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        for (int i = 0; i < count; i++) {
          if (bytes[i] == '|') {
            return true;
          }
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The tasks, in file order. Close it.
   *
   * @throws InvalidTaskFileException when it comes to something that {@link #check} would have
   *     refused
   * @throws UncheckedIOException if the file can't be read
   */
  public CloseableIterator<Task> tasks() {
    try {
      return read(Files.newInputStream(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TaskIterator read(InputStream in) throws IOException {
    Deque<Closeable> opened = new ArrayDeque<>(List.of(in));
    Closeable source =
        () -> {
          for (Closeable each : opened) {
            each.close();
          }
        };
    try {
      return new TaskIterator(rows(in, opened), source, name());
    } catch (IOException | RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private Rows rows(InputStream in, Deque<Closeable> opened) throws IOException {
    TaskColumn column = new TaskColumn(options.taskColumn());
    if (format == TaskFormat.XLSX) {
      Xlsx sheet = new Xlsx(sheets.of(path, name()));
      opened.push(sheet::close);
      return new CsvRows(new XlsxRows(sheet, name()), dialect, column, name());
    }
    StrictReader reader = new StrictReader(in, encoding, name());
    return switch (format) {
      case TXT -> new TextRows(new Lines(reader, name()), column, name());
      case MD -> new MarkdownRows(new Lines(reader, name()), column, name());
      case JSONL -> new JsonRows(new Lines(reader, name()), column, name());
      default -> {
        if (dialect.unquoted()) {
          yield new CsvRows(
              new TsvRows(new Lines(reader, name()), name()), dialect, column, name());
        }
        char delimiter = dialect.delimiter();
        CsvGuard guarded = new CsvGuard(reader, delimiter, name());
        yield new CsvRows(parser.parse(guarded, delimiter), dialect, column, name());
      }
    };
  }

  private String name() {
    return path.getFileName().toString();
  }

  /** The formats in which it may come, for sentences. */
  static List<String> formats() {
    return List.of(TaskFormat.values()).stream().map(TaskFormat::extension).toList();
  }
}
