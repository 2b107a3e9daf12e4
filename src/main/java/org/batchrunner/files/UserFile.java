package org.batchrunner.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;

/**
 * Reads files that users name: regular files only, and no more of them than such a file can have. A
 * pipe would block, a device has no end, and {@code /proc} has information that must stay private.
 */
public final class UserFile {

  private static final List<Path> SYSTEM = List.of(Path.of("/proc"), Path.of("/sys"));
  private static final Set<String> SYSTEM_TYPES =
      Set.of("proc", "sysfs", "cgroup", "cgroup2", "debugfs", "tracefs", "securityfs", "configfs");

  private UserFile() {}

  /**
   * Looks whether a file may be read.
   *
   * @param links {@code NOFOLLOW_LINKS} where the file itself must not be a link
   * @throws NoSuchFileException if it is not there
   * @throws UnusableFileException if it is not what it should be
   */
  public static void require(Path file, FileKind kind, LinkOption... links) throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(file, BasicFileAttributes.class, links);
    } catch (NoSuchFileException e) {
      if (Files.isSymbolicLink(file)) {
        throw new UnusableFileException(file, "is a link to a file that does not exist");
      }
      throw e;
    } catch (AccessDeniedException e) {
      throw UnusableFileException.denied(file);
    } catch (FileSystemException e) {
      if (Files.isSymbolicLink(file)) {
        throw new UnusableFileException(file, "is a link that leads nowhere");
      }
      throw e;
    }
    if (attributes.isSymbolicLink()) {
      throw new UnusableFileException(
          file, "is a link, and links are not followed; use a copy of the file");
    }
    if (attributes.isDirectory()) {
      throw new UnusableFileException(
          file, "is a folder, but %s is needed".formatted(kind.words()));
    }
    if (!attributes.isRegularFile()) {
      throw new UnusableFileException(
          file, "is a pipe, a socket or a device, but %s is needed".formatted(kind.words()));
    }
    if (isOfTheSystem(file)) {
      throw new UnusableFileException(
          file, "is made by the operating system, and %s is needed".formatted(kind.words()));
    }
    if (attributes.size() > kind.most()) {
      throw new UnusableFileException(file, kind.tooLarge());
    }
  }

  /**
   * Looks whether a folder may be read, as {@link #require} does for a file.
   *
   * @throws UnusableFileException if it is one of the operating system's
   */
  public static void requireFolder(Path folder) throws IOException {
    if (isOfTheSystem(folder) || folder.toRealPath().startsWith("/dev")) {
      throw new UnusableFileException(folder, "is a folder of the operating system");
    }
  }

  /**
   * Opens a file.
   *
   * @return of which no more can be read than such a file can have, also where it grows
   * @throws NoSuchFileException if it is not there
   * @throws UnusableFileException if it is not what it should be
   */
  public static InputStream open(Path file, FileKind kind, LinkOption... links) throws IOException {
    require(file, kind, links);
    try {
      return new Bounded(Files.newInputStream(file, links), file, kind);
    } catch (AccessDeniedException e) {
      throw UnusableFileException.denied(file);
    }
  }

  /**
   * The text of a file, in UTF-8, without a mark.
   *
   * @throws NoSuchFileException if it is not there
   * @throws UnusableFileException if it is not what it should be
   */
  public static String text(Path file, FileKind kind, LinkOption... links) throws IOException {
    try (InputStream in = open(file, kind, links)) {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(in.readAllBytes()))
              .toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new UnusableFileException(file, "is not UTF-8; save it as UTF-8");
    }
  }

  private static boolean isOfTheSystem(Path file) throws IOException {
    Path real = file.toRealPath();
    return SYSTEM.stream().anyMatch(real::startsWith)
        || SYSTEM_TYPES.contains(Files.getFileStore(real).type());
  }

  private static final class Bounded extends FilterInputStream {

    private final Path file;
    private final FileKind kind;
    private long read;

    Bounded(InputStream in, Path file, FileKind kind) {
      super(in);
      this.file = file;
      this.kind = kind;
    }

    @Override
    public int read() throws IOException {
      int c = super.read();
      count(c < 0 ? 0 : 1);
      return c;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int n = super.read(bytes, from, length);
      count(Math.max(0, n));
      return n;
    }

    @Override
    public long skip(long n) throws IOException {
      long skipped = super.skip(n);
      count(skipped);
      return skipped;
    }

    private void count(long bytes) throws IOException {
      read += bytes;
      if (read > kind.most()) {
        throw new UnusableFileException(file, kind.tooLarge());
      }
    }
  }
}
