package org.batchrunner.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/** Decodes a file and refuses what is not text, with its line and byte. */
final class StrictReader extends Reader {

  private static final int BUFFER = 16_384;

  private final InputStream in;
  private final String file;
  private final Charset charset;
  private final CharsetDecoder decoder;
  private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).limit(0);
  private final CharBuffer chars = CharBuffer.allocate(BUFFER).limit(0);
  private final LineCounter lines = new LineCounter();
  private long bytesRead;
  private boolean ended;

  /**
   * @param in is closed with this
   */
  StrictReader(InputStream in, Encoding encoding, String file) throws IOException {
    this.in = in;
    this.file = file;
    this.charset = encoding.charset();
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    this.bytesRead = in.readNBytes(encoding.markBytes()).length;
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!chars.hasRemaining()) {
      if (!decode()) {
        return -1;
      }
    }
    int count = Math.min(length, chars.remaining());
    chars.get(target, offset, count);
    return count;
  }

  /** Decodes what there is, or reads more; false at the end. */
  private boolean decode() throws IOException {
    if (ended && !bytes.hasRemaining()) {
      return false;
    }
    long start = position();
    chars.clear();
    CoderResult result = decoder.decode(bytes, chars, ended);
    chars.flip();
    check(start);
    if (result.isError()) {
      throw undecodable();
    }
    if (result.isUnderflow() && !ended) {
      fill();
    }
    return true;
  }

  private void fill() throws IOException {
    bytes.compact();
    int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
    if (count < 0) {
      ended = true;
    } else {
      bytesRead += count;
      bytes.position(bytes.position() + count);
    }
    bytes.flip();
  }

  private long position() {
    return bytesRead - bytes.remaining();
  }

  private void check(long start) {
    for (int i = 0; i < chars.limit(); i++) {
      char c = chars.get(i);
      if (c == 0) {
        long at = start + encodedLength(i);
        throw new InvalidTaskFileException(
            file,
            lines.line(),
            "the byte at offset %d is a NUL, which is not valid in a text. If the file is UTF-16 without a byte order mark,"
                    .formatted(at)
                + " set the option `encoding` to utf-16le or utf-16be");
      }
      lines.count(c);
    }
  }

  private int encodedLength(int count) {
    return new String(chars.array(), 0, count).getBytes(charset).length;
  }

  private InvalidTaskFileException undecodable() {
    String wrong = "0x%02X".formatted(bytes.get(bytes.position()) & 0xFF);
    return new InvalidTaskFileException(
        file,
        lines.line(),
        "the byte %s at offset %d is not %s. Save the file as UTF-8 (in Excel: \"CSV UTF-8\"), or"
                .formatted(wrong, position(), charset)
            + " set the option `encoding` to its encoding, such as windows-1252");
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
