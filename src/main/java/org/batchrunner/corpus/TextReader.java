package org.batchrunner.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads {@code .txt} and {@code .md}: UTF-8, or UTF-16 with a byte order mark. */
final class TextReader {

  private TextReader() {}

  /**
   * @throws UnreadableDocumentException if it is no text, not of these encodings, empty or too long
   */
  static void read(Path file, DocumentText document) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(document.most() + 1);
    }
    if (bytes.length > document.most()) {
      throw document.tooLong();
    }
    Charset charset = charset(bytes, bytes.length);
    int mark = mark(bytes, bytes.length);
    ByteBuffer input = ByteBuffer.wrap(bytes, mark, bytes.length - mark);
    CharBuffer text = CharBuffer.allocate(input.remaining());
    CoderResult result =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(input, text, true);
    check(text.flip());
    if (result.isError()) {
      throw new UnreadableDocumentException(
          "is not valid %s (line %d, byte %d); save it as UTF-8"
              .formatted(charset, line(text, text.length()), input.position() + 1));
    }
    if (text.chars().allMatch(Chars::space)) {
      throw new UnreadableDocumentException("is empty; put a text into it or remove it");
    }
    document.append(text);
  }

  private static void check(CharSequence text) throws UnreadableDocumentException {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == 0) {
        throw new UnreadableDocumentException(
            "is not a text file: it has a NUL character in line %d; save it as UTF-8 text"
                .formatted(line(text, i)));
      }
    }
  }

  private static long line(CharSequence text, int end) {
    return 1 + text.subSequence(0, end).chars().filter(c -> c == '\n').count();
  }

  private static Charset charset(byte[] bytes, int length) {
    if (length >= 2 && bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE) {
      return StandardCharsets.UTF_16LE;
    }
    if (length >= 2 && bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF) {
      return StandardCharsets.UTF_16BE;
    }
    return StandardCharsets.UTF_8;
  }

  private static int mark(byte[] bytes, int length) {
    if (charset(bytes, length) != StandardCharsets.UTF_8) {
      return 2;
    }
    boolean marked =
        length >= 3
            && bytes[0] == (byte) 0xEF
            && bytes[1] == (byte) 0xBB
            && bytes[2] == (byte) 0xBF;
    return marked ? 3 : 0;
  }
}
