package org.batchrunner.intake;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.batchrunner.common.Sha256;

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
    String content = Sha256.hex(path);
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
}
