package org.batchrunner.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The sheets that were read last, by the content of their workbooks: a workbook is unpacked once
 * for its upload, its preview, its plan and its run. One at a time, so that many together cost no
 * more memory than one.
 */
final class SheetCopies {

  private static final int MOST = 8;
  private static final long MOST_BYTES = 256_000_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, SheetCopy> latest = new LinkedHashMap<>(MOST, 0.75f, true);
  private int read;

  /**
   * The sheet of a workbook, for the caller to release.
   *
   * @throws InvalidTaskFileException if it is no workbook that can be read
   */
  SheetCopy of(Path path, String file) throws IOException {
    String content = hash(path);
    lock.lock();
    try {
      SheetCopy known = latest.get(content);
      if (known != null && known.use()) {
        return known;
      }
      read++;
      SheetCopy copy = XlsxSheet.copy(path, file);
      if (copy.length() <= MOST_BYTES && copy.use()) {
        latest.put(content, copy);
        evict();
      }
      return copy;
    } finally {
      lock.unlock();
    }
  }

  private void evict() {
    long bytes = latest.values().stream().mapToLong(SheetCopy::length).sum();
    Iterator<SheetCopy> oldest = latest.values().iterator();
    while (latest.size() > MOST || bytes > MOST_BYTES) {
      SheetCopy copy = oldest.next();
      bytes -= copy.length();
      oldest.remove();
      copy.release();
    }
  }

  /** How often a workbook was unpacked. */
  int read() {
    return read;
  }

  private static String hash(Path path) throws IOException {
    MessageDigest sha256 = TaskFile.sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(path), sha256)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(sha256.digest());
  }
}
