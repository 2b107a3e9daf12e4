package org.batchrunner.intake;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** The parts of a workbook. Each is unpacked only when it is opened, and within limits. */
final class XlsxParts implements Closeable {

  /** Bytes of a part that only lists others. */
  static final long LIST = 4_000_000;

  static final long STYLES = 16_000_000;

  /** Bytes of the texts that cells share: they are in memory while the sheet is read. */
  static final long TEXTS = 128_000_000;

  static final long SHEET = 1_000_000_000;

  /** A sheet goes by, row by row; what other parts hold is kept. */
  private static final long SHEET_RATIO = 250;

  private static final long KEPT_RATIO = 100;
  private static final int MAX_PARTS = 10_000;
  private static final int MAGIC = 4;
  private static final int OLE = 0xD0;

  private final String file;
  private final ZipFile zip;
  private final long size;
  private final Map<String, ZipEntry> entries = new HashMap<>();

  /**
   * @throws InvalidTaskFileException if it is no archive
   */
  XlsxParts(Path path, String file) throws IOException {
    this.file = file;
    this.size = Files.size(path);
    try {
      this.zip = new ZipFile(path.toFile());
    } catch (ZipException e) {
      throw notAnArchive(path, file);
    }
    if (zip.size() > MAX_PARTS) {
      zip.close();
      throw tooLarge(file, "it has more than %,d parts".formatted(MAX_PARTS));
    }
    Collections.list(zip.entries()).forEach(entry -> entries.put(key(entry.getName()), entry));
  }

  private static InvalidTaskFileException notAnArchive(Path path, String file) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] head = in.readNBytes(MAGIC);
      return head.length == MAGIC && (head[0] & 0xFF) == OLE
          ? new InvalidTaskFileException(
              file,
              0,
              "this is not an Excel workbook in the format .xlsx: it is protected by a password, or is an"
                  + " old .xls. Save it again as .xlsx, without a password")
          : damaged(file);
    }
  }

  private static String key(String name) {
    return name.replace('\\', '/').toLowerCase(Locale.ROOT);
  }

  /**
   * @param most bytes that it may have
   * @return null if there is no such part
   */
  @Nullable XlsxXml open(String name, long most) throws IOException {
    ZipEntry entry = entries.get(key(name));
    if (entry == null) {
      return null;
    }
    long packed = entry.getCompressedSize();
    InputStream in = zip.getInputStream(entry);
    return new XlsxXml(
        new XlsxPart(
            in,
            most,
            packed < 0 ? size : Math.min(packed, size),
            most == SHEET ? SHEET_RATIO : KEPT_RATIO,
            file),
        file);
  }

  static InvalidTaskFileException tooLarge(String file, String why) {
    return new InvalidTaskFileException(
        file, 0, "the workbook is too large: %s. Save its sheet as \"CSV UTF-8\"".formatted(why));
  }

  static InvalidTaskFileException damaged(String file) {
    return new InvalidTaskFileException(
        file, 0, "this is not an Excel workbook, or it is damaged. Save it again as .xlsx");
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
