package org.batchrunner.batch.accept;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import org.batchrunner.common.Sha256;
import org.batchrunner.files.FileKind;
import org.batchrunner.files.FileTree;
import org.batchrunner.files.PrivateFiles;
import org.batchrunner.files.UserFile;
import org.batchrunner.intake.TaskFileName;

/** The program's own copies of the inputs, {@code data/BATCH-ID/}: with the ledger, the truth. */
public final class InputStore {

  private static final String NOTES = "notes.txt";

  private final Path data;

  public InputStore(Path data) {
    this.data = data;
  }

  /**
   * A copy of a dropped file that belongs to no batch yet.
   *
   * @param sha256 of the content, in hexadecimal digits
   */
  public record Copy(Path file, String sha256) {}

  /**
   * Copies a file, durably.
   *
   * @param follow whether the file may be a link to another
   */
  Copy copy(Path source, boolean follow) throws IOException {
    Path aside = Files.createTempDirectory(PrivateFiles.folder(data), ".accepting-");
    Path file = aside.resolve(nameOf(source));
    try {
      return new Copy(file, copy(source, follow, file));
    } catch (IOException | RuntimeException e) {
      deleteTree(aside);
      throw e;
    }
  }

  /** The SHA-256 of the content, in hexadecimal digits. */
  private static String copy(Path source, boolean follow, Path file) throws IOException {
    MessageDigest digest = Sha256.digest();
    LinkOption[] how = follow ? new LinkOption[0] : new LinkOption[] {LinkOption.NOFOLLOW_LINKS};
    try (InputStream in =
            new DigestInputStream(UserFile.open(source, FileKind.TASKS, how), digest);
        OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      in.transferTo(out);
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    return Sha256.hex(digest);
  }

  /** Keeps with a copy what its user should know of rows that were left out. */
  void note(Copy copy, List<String> notes) throws IOException {
    if (!notes.isEmpty()) {
      Files.write(folder(copy).resolve(NOTES), notes);
    }
  }

  /** What the user of a batch should know of rows that were left out, as sentences. */
  public List<String> notes(String batch) {
    Path notes = data.resolve(batch).resolve(NOTES);
    try {
      return Files.isRegularFile(notes, LinkOption.NOFOLLOW_LINKS)
          ? Files.readAllLines(notes)
          : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Takes a batch's folder for a copy; false if the id is taken. */
  boolean assign(Copy copy, String batch) throws IOException {
    Path aside = folder(copy);
    Path folder = data.resolve(batch);
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try {
      Files.move(aside, folder);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      return false;
    }
    return true;
  }

  /** The input of a batch. */
  public Path input(String batch) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(data.resolve(batch), "tasks.*")) {
      for (Path file : files) {
        return file;
      }
    }
    throw new IOException(
        "the input of batch %s is not in %s; restore the data folder".formatted(batch, data));
  }

  /** Whether the input of a batch is here. */
  boolean has(String batch) {
    return Files.isDirectory(data.resolve(batch), LinkOption.NOFOLLOW_LINKS);
  }

  void rename(String reserved, String batch) throws IOException {
    Files.move(data.resolve(reserved), data.resolve(batch));
  }

  void discard(Copy copy) {
    deleteTree(folder(copy));
  }

  /** Deletes the input of a batch. */
  public void discard(String batch) {
    deleteTree(data.resolve(batch));
  }

  /** Where a copy lies: what is put there goes with it into the batch's folder. */
  Path folder(Copy copy) {
    Path folder = copy.file().getParent();
    if (folder == null) {
      throw new IllegalArgumentException("not a copy: " + copy.file());
    }
    return folder;
  }

  private static void deleteTree(Path folder) {
    try {
      FileTree.delete(folder);
    } catch (IOException e) {
      // Left-overs cost space only; the next acceptance makes a folder of its own.
      return;
    }
  }

  private static String nameOf(Path source) {
    String name = String.valueOf(source.getFileName());
    String extension = name.substring(TaskFileName.stem(name).length()).toLowerCase(Locale.ROOT);
    return extension.matches("\\.[a-z0-9]{1,10}") ? "tasks" + extension : "tasks.unknown";
  }
}
