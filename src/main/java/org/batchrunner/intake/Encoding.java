package org.batchrunner.intake;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;
import org.batchrunner.task.options.InvalidOptionException;

/**
 * The encoding of a file.
 *
 * @param markBytes the length of the byte order mark
 */
record Encoding(Charset charset, int markBytes) {

  /** As many bytes as a mark has at most. */
  static final int HEAD = 3;

  /**
   * Chooses the encoding: by the byte order mark of the file, else as the user says, else UTF-8.
   *
   * @param head the first bytes of the file
   * @throws InvalidOptionException if the user names an unknown encoding
   */
  static Encoding of(byte[] head, Optional<String> named) {
    if (starts(head, 0xEF, 0xBB, 0xBF)) {
      return new Encoding(StandardCharsets.UTF_8, 3);
    }
    if (starts(head, 0xFF, 0xFE)) {
      return new Encoding(StandardCharsets.UTF_16LE, 2);
    }
    if (starts(head, 0xFE, 0xFF)) {
      return new Encoding(StandardCharsets.UTF_16BE, 2);
    }
    return new Encoding(named.map(Encoding::charset).orElse(StandardCharsets.UTF_8), 0);
  }

  private static boolean starts(byte[] head, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (i >= head.length || (head[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private static Charset charset(String name) {
    try {
      Charset charset = Charset.forName(name);
      return charset.equals(StandardCharsets.UTF_16) ? StandardCharsets.UTF_16BE : charset;
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new InvalidOptionException(
          "encoding",
          "encoding: '%s' is not a known encoding; it takes utf-8, utf-16le, utf-16be, windows-1252,"
                  .formatted(name)
              + " iso-8859-1 or another charset's name");
    }
  }
}
