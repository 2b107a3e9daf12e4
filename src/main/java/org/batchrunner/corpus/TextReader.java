package org.batchrunner.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads {@code .txt} and {@code .md}: UTF-8, or UTF-16 with a byte order mark. */
final class TextReader {

  private static final int BUFFER = 1 << 14;

  private final Path file;
  private final TextSink sink;
  private long line = 1;
  private boolean visible;

  private TextReader(Path file, TextSink sink) {
    this.file = file;
    this.sink = sink;
  }

  /**
   * @throws UnreadableDocumentException if it is no text, not of these encodings, or empty
   */
  static void read(Path file, TextSink sink) throws IOException {
    new TextReader(file, sink).run();
  }

  private void run() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = new byte[BUFFER];
      int length = in.readNBytes(bytes, 0, BUFFER);
      Charset charset = charset(bytes, length);
      int mark = mark(bytes, length);
      CharsetDecoder decoder =
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT);
      ByteBuffer input = ByteBuffer.wrap(bytes, mark, length - mark);
      CharBuffer output = CharBuffer.allocate(BUFFER);
      long before = 0;
      boolean last = length < BUFFER;
      while (true) {
        CoderResult result = decoder.decode(input, output, last);
        drain(output);
        if (result.isError()) {
          throw new UnreadableDocumentException(
              "is not valid %s (line %d, byte %d); save it as UTF-8"
                  .formatted(charset, line, before + input.position() + 1));
        }
        if (last) {
          break;
        }
        before += input.position();
        input.compact();
        int more = in.readNBytes(bytes, input.position(), input.remaining());
        last = more < input.remaining();
        input.position(input.position() + more).flip();
      }
    }
    if (!visible) {
      throw new UnreadableDocumentException("is empty; put a text into it or take it away");
    }
  }

  private void drain(CharBuffer output) throws IOException {
    output.flip();
    for (int i = 0; i < output.length(); i++) {
      char c = output.charAt(i);
      if (c == 0) {
        throw new UnreadableDocumentException(
            "is no text: it has a NUL character in line %d; save it as UTF-8 text".formatted(line));
      }
      if (c == '\n') {
        line++;
      }
      visible |= !Chars.space(c);
    }
    sink.append(output);
    output.clear();
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
