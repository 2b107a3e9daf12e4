package org.batchrunner.intake;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A part of a workbook on its way to the XML parser. Refuses what would fill the parser's memory or
 * take its time: more bytes than the part may have, far more than were packed, a tag or a text
 * without end. Trusts no size that the archive states.
 */
final class XlsxPart extends FilterInputStream {

  /** Bytes between two tags' beginnings: an attribute or text can't be longer. */
  static final int MAX_RUN = 4_200_000;

  private static final long SMALL = 16_000_000;
  private static final long LARGE = 64_000_000;
  private static final long LARGE_RATIO = 150;
  private static final String CDATA = "<![CDATA[";
  private static final int HEAD = 4;

  private final long most;
  private final long packed;
  private final long ratio;
  private final String file;
  private long count;
  private int run;
  private int opening;
  private boolean inCdata;
  private int closing;

  /**
   * @param packed its size in the archive
   * @param ratio how many times that it may have, beyond 16 MB
   */
  XlsxPart(InputStream in, long most, long packed, long ratio, String file) {
    super(in);
    this.most = most;
    this.packed = packed;
    this.ratio = ratio;
    this.file = file;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = super.read(target, offset, length);
    for (int i = 0; i < read; i++) {
      byte b = target[offset + i];
      if (count + i < HEAD && (b == 0 || b == (byte) 0xFE || b == (byte) 0xFF)) {
        throw XlsxParts.damaged(file);
      }
      watch(b);
    }
    count += Math.max(read, 0);
    if (count > most) {
      throw XlsxParts.tooLarge(
          file, "a part of it unpacks to more than %,d MB".formatted(most / 1_000_000));
    }
    if ((count > SMALL && count > ratio * packed)
        || (count > LARGE && count > LARGE_RATIO * packed)) {
      throw XlsxParts.tooLarge(file, "it unpacks to more than a hundred times its size");
    }
    return read;
  }

  /** In UTF-8 no text and no attribute has a byte {@code <}, but for CDATA. */
  private void watch(byte b) {
    if (++run > MAX_RUN) {
      throw XlsxParts.tooLarge(file, "a cell is longer than %,d bytes".formatted(MAX_RUN));
    }
    if (inCdata) {
      inCdata = !(b == '>' && closing >= 2);
      closing = b == ']' ? closing + 1 : 0;
    } else if (b == '<') {
      run = 0;
      opening = 1;
    } else if (opening > 0) {
      opening = b == CDATA.charAt(opening) ? opening + 1 : 0;
      if (opening == CDATA.length()) {
        inCdata = true;
        opening = 0;
        closing = 0;
      }
    }
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
