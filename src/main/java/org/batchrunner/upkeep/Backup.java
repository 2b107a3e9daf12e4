package org.batchrunner.upkeep;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.batchrunner.batch.manage.BatchQueries;
import org.batchrunner.common.Count;
import org.batchrunner.config.Settings;
import org.batchrunner.files.PrivateFiles;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.LedgerException;
import org.jspecify.annotations.Nullable;

/**
 * Copies the ledger and the inputs into one archive, even while batches run. Unpacked into an empty
 * data folder, it restores the state at the beginning of the copy.
 */
public final class Backup {

  private static final int ALL = Integer.MAX_VALUE;
  private static final long MEGABYTE = 1_000_000;

  private final Ledger ledger;
  private final BatchQueries inspection;
  private final Path data;

  public Backup(Ledger ledger, BatchQueries inspection, Path data) {
    this.ledger = ledger;
    this.inspection = inspection;
    this.data = data.toAbsolutePath().normalize();
  }

  /**
   * Writes the archive completely or not at all, readable by its owner only. The ledger is copied
   * first, because every batch in it already has its input.
   *
   * @param archive must not exist
   * @return a sentence that says what was done
   */
  public String write(Path archive) {
    Path target = archive.toAbsolutePath().normalize();
    Path folder = target.getParent();
    if (folder == null || Files.exists(target)) {
      throw new OperationRefusedException(
          archive + " exists already; choose the name of a new file");
    }
    Path aside = target.resolveSibling("." + target.getFileName() + ".tmp");
    Path copy = target.resolveSibling("." + target.getFileName() + ".ledger");
    try {
      PrivateFiles.folder(folder);
      Files.deleteIfExists(aside);
      Files.deleteIfExists(copy);
      List<String> batches =
          inspection.latest(ALL).stream().map(view -> view.batch().id()).toList();
      Path file = ledger.upkeep().file();
      PrivateFiles.file(aside);
      try (FileOutputStream out = new FileOutputStream(aside.toFile());
          ZipOutputStream zip = new ZipOutputStream(out)) {
        if (file != null) {
          ledger.upkeep().backup(copy);
          add(zip, String.valueOf(file.getFileName()), copy);
        }
        addData(zip, file == null ? null : String.valueOf(file.getFileName()));
      }
      force(aside);
      Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
      return said(archive, Files.size(target), batches, file);
    } catch (IOException | LedgerException e) {
      throw new OperationRefusedException("the backup could not be written: " + e.getMessage());
    } finally {
      delete(aside);
      delete(copy);
    }
  }

  private String said(Path archive, long size, List<String> batches, @Nullable Path file)
      throws IOException {
    StringBuilder said = new StringBuilder();
    said.append(
        "%s: %s the inputs of %s, %d MB."
            .formatted(
                archive,
                file == null ? "" : "the ledger and",
                Count.of(batches.size(), "batch"),
                (size + MEGABYTE - 1) / MEGABYTE)
            .replace(":  ", ": "));
    if (file == null) {
      said.append(
          " The ledger is in PostgreSQL and is not part of this file: back it up with pg_dump, before the inputs.");
    }
    for (String batch : batches) {
      if (!Files.isDirectory(data.resolve(batch))) {
        said.append(
            "%nThe input of batch %s is missing; for details run: batch-runner doctor"
                .formatted(batch));
      }
    }
    return said.toString();
  }

  /** Adds everything in the data folder but the ledger itself and temporary files. */
  private void addData(ZipOutputStream zip, @Nullable String ledgerFile) throws IOException {
    if (!Files.isDirectory(data)) {
      return;
    }
    Files.walkFileTree(
        data,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return isLeftOut(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile() && !isLeftOut(file)) {
              add(zip, data.relativize(file).toString().replace('\\', '/'), file);
            }
            return FileVisitResult.CONTINUE;
          }

          private boolean isLeftOut(Path path) {
            String name = String.valueOf(path.getFileName());
            return data.equals(path.getParent())
                && (name.startsWith(".")
                    || name.equals(Settings.WEB_TOKEN)
                    || (ledgerFile != null && name.startsWith(ledgerFile)));
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
  }

  private static void add(ZipOutputStream zip, String name, Path file) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setLastModifiedTime(Files.getLastModifiedTime(file));
    zip.putNextEntry(entry);
    Files.copy(file, zip);
    zip.closeEntry();
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // It only takes space, and the next backup under this name removes it.
      return;
    }
  }
}
