package org.batchrunner.outbox;

import java.io.BufferedOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes whole files: first under a temporary name in the same folder, then renamed, so that no
 * reader sees half a file.
 */
final class SafeFiles {

  private static final int BUFFER = 1 << 16;
  private static final String ASIDE = ".tmp";

  /** Files that this program is writing just now. */
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  private SafeFiles() {}

  /** Puts the file's content in place of what was there, if anything was. */
  static void write(Path target, byte[] content) throws IOException {
    Path aside = aside(target);
    OPEN.add(aside);
    try {
      try (OutputStream out = new FileOutputStream(aside.toFile())) {
        out.write(content);
      }
      move(aside, target);
    } catch (IOException e) {
      Files.deleteIfExists(aside);
      throw e;
    } finally {
      OPEN.remove(aside);
    }
  }

  /** A file that is not there until {@link Aside#keep}. */
  static Aside open(Path target) throws IOException {
    return new Aside(target);
  }

  /** Removes what a crash left behind, but nothing that this program is writing. */
  static void sweep(Path folder) throws IOException {
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, ".*" + ASIDE)) {
      for (Path leftover : leftovers) {
        if (!OPEN.contains(leftover)) {
          Files.deleteIfExists(leftover);
        }
      }
    }
  }

  /**
   * The folder itself, made if it is missing.
   *
   * @throws FileSystemException if it is something else, or a link to somewhere else
   */
  static Path folder(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileSystemException(
            folder.toString(), null, "is a link or a file instead of a folder; remove it");
      }
      Files.createDirectories(folder);
    }
    return folder;
  }

  /**
   * A path in a folder, and nowhere else.
   *
   * @param name a single safe name
   */
  static Path in(Path folder, String name) {
    Path path;
    try {
      path = folder.resolve(name);
    } catch (InvalidPathException e) {
      path = folder.resolve(SafeNames.ascii(name));
    }
    if (!folder.equals(path.getParent()) || name.equals("..") || name.equals(".")) {
      throw new IllegalArgumentException("'" + name + "' is not the name of a file in a folder");
    }
    return path;
  }

  private static Path aside(Path target) {
    return target.resolveSibling(
        "."
            + target.getFileName()
            + "."
            + Long.toHexString(ThreadLocalRandom.current().nextLong())
            + ASIDE);
  }

  private static void move(Path aside, Path target) throws IOException {
    if (Files.isSymbolicLink(target)) {
      throw new FileSystemException(
          target.toString(), null, "is a link to somewhere else; remove it");
    }
    Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** A file being written. Closed without {@link #keep}, it leaves no trace. */
  static final class Aside implements AutoCloseable {

    private final Path target;
    private final Path aside;
    private final OutputStream stream;

    private Aside(Path target) throws IOException {
      this.target = target;
      this.aside = aside(target);
      OPEN.add(aside);
      try {
        this.stream = new BufferedOutputStream(new FileOutputStream(aside.toFile()), BUFFER);
      } catch (IOException e) {
        OPEN.remove(aside);
        throw e;
      }
    }

    OutputStream stream() {
      return stream;
    }

    /** Where it is written meanwhile. */
    Path path() {
      return aside;
    }

    void append(Path other) throws IOException {
      try (InputStream in = new FileInputStream(other.toFile())) {
        in.transferTo(stream);
      }
    }

    /** Ends it and puts it in its place. */
    void keep() throws IOException {
      stream.close();
      move(aside, target);
    }

    @Override
    public void close() throws IOException {
      try {
        stream.close();
      } finally {
        OPEN.remove(aside);
        Files.deleteIfExists(aside);
      }
    }
  }
}
