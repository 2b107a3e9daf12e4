package org.batchrunner.corpus;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.batchrunner.files.FileTree;

/**
 * Corpora read before, a folder each. A folder is made aside and renamed when it is complete, so
 * that a kill leaves no half of one, and two processes can make the same.
 */
final class IndexCache {

  private static final String ASIDE = ".part";
  private static final Duration FORGOTTEN = Duration.ofDays(1);

  private final Path folder;
  private final Clock clock;
  private final Duration unused;

  /**
   * @param unused how long an unused corpus is kept
   */
  IndexCache(Path folder, Clock clock, Duration unused) {
    this.folder = folder;
    this.clock = clock;
    this.unused = unused;
  }

  /** Fills a new folder. */
  interface Maker {
    void make(Path empty) throws IOException;
  }

  /** Opens a folder, and fails if it is not whole. */
  interface Opener<T> {
    T open(Path folder) throws IOException;
  }

  /**
   * @param key a name for a file
   */
  <T> T open(String key, Opener<T> opener, Maker maker) throws IOException {
    Path target = folder.resolve(key);
    if (Files.isDirectory(target)) {
      try {
        T opened = opener.open(target);
        touch(target);
        return opened;
      } catch (IOException | RuntimeException e) {
        discard(target);
      }
    }
    make(key, target, maker);
    return opener.open(target);
  }

  private void make(String key, Path target, Maker maker) throws IOException {
    Files.createDirectories(folder);
    sweep();
    Path aside = Files.createTempDirectory(folder, "." + key + "-");
    touch(aside);
    Path part = aside.resolve(ASIDE);
    try {
      Files.createDirectory(part);
      maker.make(part);
      touch(part);
      move(part, target);
    } finally {
      FileTree.delete(aside);
    }
  }

  private static void move(Path part, Path target) throws IOException {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // Another process was faster, and has made the same.
      if (!Files.isDirectory(target)) {
        throw e;
      }
    }
  }

  private void discard(Path target) throws IOException {
    Path aside = Files.createTempDirectory(folder, "." + target.getFileName() + "-");
    try {
      Files.move(target, aside.resolve(ASIDE), StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      // Another process has discarded it.
    } finally {
      FileTree.delete(aside);
    }
  }

  private void touch(Path path) throws IOException {
    Files.setLastModifiedTime(path, FileTime.from(clock.instant()));
  }

  /** Removes what a killed program has left, and what was unused for long. */
  private void sweep() throws IOException {
    Instant now = clock.instant();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        boolean aside = entry.getFileName().toString().startsWith(".");
        Instant used = Files.getLastModifiedTime(entry).toInstant();
        if (used.isBefore(now.minus(aside ? FORGOTTEN : unused))) {
          FileTree.delete(entry);
        }
      }
    } catch (NoSuchFileException e) {
      // Another process sweeps too.
    }
  }
}
