package org.batchrunner.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import org.batchrunner.common.Sha256;

/**
 * Copies of documents, each once, called by the SHA-256 of its content. They are copies and no
 * links: an original that is edited in place would change its link too.
 */
final class Documents {

  private static final String ASIDE = ".copy-";
  private static final Duration NEW = Duration.ofDays(1);

  private final Path folder;
  private final Clock clock;

  Documents(Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  Path file(String sha256) {
    return folder.resolve(sha256);
  }

  /**
   * @throws UnreadableDocumentException if it is not what it was when its digest was taken
   */
  void keep(SourceFile source) throws IOException {
    String sha256 = HexFormat.of().formatHex(source.digest());
    if (!whole(sha256)) {
      copy(source, file(sha256));
    }
    Files.setLastModifiedTime(file(sha256), FileTime.from(clock.instant()));
  }

  /** Returns whether it is here, and is what it was. */
  boolean whole(String sha256) {
    try {
      return Sha256.hex(file(sha256)).equals(sha256);
    } catch (IOException e) {
      return false;
    }
  }

  private void copy(SourceFile source, Path target) throws IOException {
    Files.createDirectories(folder);
    Path aside = Files.createTempFile(folder, ASIDE, "");
    try {
      MessageDigest sha = Sha256.digest();
      try (InputStream in = new DigestInputStream(Files.newInputStream(source.file()), sha);
          FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE);
          OutputStream out = Channels.newOutputStream(channel)) {
        in.transferTo(out);
        channel.force(true);
      }
      if (!Arrays.equals(sha.digest(), source.digest())) {
        throw new UnreadableDocumentException("changed while it was copied; drop the batch again");
      }
      Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  int sweep(Set<String> needed) throws IOException {
    Instant old = clock.instant().minus(NEW);
    int deleted = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        boolean used = needed.contains(String.valueOf(file.getFileName()));
        if (!used && Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
          Files.deleteIfExists(file);
          deleted++;
        }
      }
    } catch (NoSuchFileException e) {
      return deleted;
    }
    return deleted;
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
