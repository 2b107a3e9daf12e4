package org.batchrunner.outbox;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import org.batchrunner.ledger.StoredResult;
import org.batchrunner.task.Result;

/**
 * What appears as each task of a batch ends: {@code results.jsonl} grows by a line, and {@code
 * results/SEQ-ID.json} is written if the batch wants a file for each task. For many threads.
 */
public final class ResultFiles implements AutoCloseable {

  private static final String LINES = "results.jsonl";

  private final Path folder;
  private final boolean taskFiles;
  private final RandomAccessFile lines;
  private long written;

  private ResultFiles(Path folder, boolean taskFiles, RandomAccessFile lines, long written) {
    this.folder = folder;
    this.taskFiles = taskFiles;
    this.lines = lines;
    this.written = written;
  }

  /**
   * Opens a batch's files, new or after a crash.
   *
   * @param soFar the results in the ledger, from which {@code results.jsonl} is written again;
   *     empty for a new batch
   */
  public static ResultFiles open(Outbox outbox, BatchFacts batch, Iterator<StoredResult> soFar)
      throws IOException {
    Path folder = outbox.folder(batch.id());
    SafeFiles.sweep(folder);
    boolean taskFiles = batch.options().taskFiles().written(batch.total());
    if (taskFiles) {
      SafeFiles.sweep(SafeFiles.folder(SafeFiles.in(folder, "results")));
    }
    Path file = SafeFiles.in(folder, LINES);
    try (SafeFiles.Aside whole = SafeFiles.open(file)) {
      while (soFar.hasNext()) {
        StoredResult result = soFar.next();
        byte[] line = line(result);
        whole.stream().write(line);
        if (taskFiles && !isWritten(folder, result.result(), line)) {
          write(folder, result.result(), line);
        }
      }
      whole.keep();
    }
    RandomAccessFile lines = new RandomAccessFile(file.toFile(), "rw");
    long written = lines.length();
    lines.seek(written);
    return new ResultFiles(folder, taskFiles, lines, written);
  }

  /** Adds a result. After the return, other programs can read it. */
  public void ended(StoredResult result) throws IOException {
    byte[] line = line(result);
    synchronized (lines) {
      append(line);
      written += line.length;
    }
    if (taskFiles) {
      write(folder, result.result(), line);
    }
  }

  /**
   * Appends a line in one system call. A reader may still see an incomplete line, because the
   * system shows a write page by page. A write that fails half-way is undone.
   */
  private void append(byte[] line) throws IOException {
    long before = lines.getFilePointer();
    try {
      lines.write(line);
    } catch (IOException e) {
      lines.setLength(before);
      throw e;
    }
  }

  private static byte[] line(StoredResult result) {
    return (result.json() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Returns whether the file already has this content, since checking is much faster than replacing
   * thousands of files.
   */
  private static boolean isWritten(Path folder, Result result, byte[] line) throws IOException {
    Path file = file(folder, result);
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.size(file) == line.length
        && Arrays.equals(Files.readAllBytes(file), line);
  }

  private static void write(Path folder, Result result, byte[] line) throws IOException {
    Path file = file(folder, result);
    try {
      SafeFiles.write(file, line);
    } catch (FileNotFoundException e) {
      SafeFiles.folder(SafeFiles.in(folder, "results"));
      SafeFiles.write(file, line);
    }
  }

  private static Path file(Path folder, Result result) {
    return SafeFiles.in(SafeFiles.in(folder, "results"), nameOf(result));
  }

  /** {@code SEQ-ID.json}: unique by its first part, whatever the id is. */
  static String nameOf(Result result) {
    return "%07d-%s.json".formatted(result.seq(), SafeNames.of(result.id()));
  }

  /**
   * Returns whether the written files are still there; a user may have removed or replaced them.
   */
  public boolean areWhole() {
    synchronized (lines) {
      return SafeFiles.in(folder, LINES).toFile().length() == written;
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (lines) {
      lines.close();
    }
  }
}
