package org.batchrunner.outbox;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * Names that every file system takes as they are: letters and digits of any script, space and
 * {@code . - _ ( )}; no more than 100 bytes of UTF-8; no device of Windows, no hidden file, nothing
 * that a command line takes for an option.
 */
final class SafeNames {

  private static final int MAX_BYTES = 100;
  private static final String PUNCTUATION = " .-_()";
  private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul");

  private SafeNames() {}

  /** Never empty; different texts may get the same name. */
  static String of(String text) {
    String start = text.length() > 4 * MAX_BYTES ? text.substring(0, 4 * MAX_BYTES) : text;
    StringBuilder name = new StringBuilder();
    int bytes = 0;
    boolean replaced = false;
    for (int c : Normalizer.normalize(start, Normalizer.Form.NFC).codePoints().toArray()) {
      boolean keep = allowed(c);
      if (!keep && replaced) {
        continue;
      }
      replaced = !keep;
      int safe = keep ? c : '_';
      bytes += Character.toString(safe).getBytes(StandardCharsets.UTF_8).length;
      if (bytes > MAX_BYTES) {
        break;
      }
      name.appendCodePoint(safe);
    }
    return withoutTraps(name.toString());
  }

  /** For a system whose file names can't hold all letters: ASCII, and a checksum of the rest. */
  static String ascii(String name) {
    CRC32 checksum = new CRC32();
    checksum.update(name.getBytes(StandardCharsets.UTF_8));
    String hex = HexFormat.of().toHexDigits((int) checksum.getValue());
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    String extension = dot > 0 ? name.substring(dot) : "";
    return (stem + "-" + hex + extension).replaceAll("[^\\x20-\\x7e]+", "_");
  }

  private static boolean allowed(int c) {
    return Character.isLetterOrDigit(c)
        || PUNCTUATION.indexOf(c) >= 0
        || Character.getType(c) == Character.NON_SPACING_MARK && c < 0xFE00
        || Character.getType(c) == Character.COMBINING_SPACING_MARK;
  }

  private static String withoutTraps(String name) {
    String stripped = name.strip();
    int end = stripped.length();
    while (end > 0 && (stripped.charAt(end - 1) == '.' || stripped.charAt(end - 1) == ' ')) {
      end--;
    }
    stripped = stripped.substring(0, end);
    if (stripped.isEmpty()) {
      return "_";
    }
    if (stripped.charAt(0) == '.' || stripped.charAt(0) == '-') {
      stripped = "_" + stripped.substring(1);
    }
    return isDevice(stripped) ? "_" + stripped : stripped;
  }

  private static boolean isDevice(String name) {
    int dot = name.indexOf('.');
    String base = (dot < 0 ? name : name.substring(0, dot)).strip().toLowerCase(Locale.ROOT);
    return DEVICES.contains(base)
        || base.length() == 4
            && (base.startsWith("com") || base.startsWith("lpt"))
            && (Character.isDigit(base.charAt(3)) || "¹²³".indexOf(base.charAt(3)) >= 0);
  }
}
