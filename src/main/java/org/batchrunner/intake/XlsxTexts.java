package org.batchrunner.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The texts that cells share, as bytes one after the other: many short ones cost no objects. */
final class XlsxTexts {

  private static final int ENDS = 1 << 14;
  private static final int BLOCK = 1 << 20;
  private static final int MOST = 5_000_000;

  private final List<byte[]> blocks = new ArrayList<>();
  private final List<int[]> ends = new ArrayList<>();
  private int length;
  private int count;

  /**
   * @param xml null if the workbook has none
   */
  static XlsxTexts read(@Nullable XlsxXml xml, String file) throws IOException {
    XlsxTexts texts = new XlsxTexts();
    if (xml == null) {
      return texts;
    }
    try (xml) {
      StringBuilder text = new StringBuilder();
      while (xml.next()) {
        if (xml.opens("si")) {
          text.setLength(0);
        } else if (xml.opens("t")) {
          xml.text(text, 0);
        } else if (xml.opens("rPh")) {
          xml.skip();
        } else if (xml.closes("si")) {
          texts.add(XlsxCell.unescaped(text.toString()).getBytes(UTF_8), file);
        }
      }
    }
    return texts;
  }

  private void add(byte[] text, String file) {
    for (int from = 0; from < text.length; ) {
      int at = length % BLOCK;
      if (at == 0) {
        blocks.add(new byte[BLOCK]);
      }
      int copied = Math.min(text.length - from, BLOCK - at);
      System.arraycopy(text, from, blocks.get(length / BLOCK), at, copied);
      from += copied;
      length += copied;
    }
    if (count == MOST) {
      throw XlsxParts.tooLarge(file, "its cells share more than %,d texts".formatted(MOST));
    }
    if (count % ENDS == 0) {
      ends.add(new int[ENDS]);
    }
    ends.get(count / ENDS)[count % ENDS] = length;
    count++;
  }

  private int end(int number) {
    return number < 0 ? 0 : ends.get(number / ENDS)[number % ENDS];
  }

  /** The text of an index; null if there is none. */
  @Nullable String get(String index) {
    int number = XlsxStyles.number(index);
    if (number < 0 || number >= count) {
      return null;
    }
    int start = end(number - 1);
    byte[] text = new byte[end(number) - start];
    for (int to = 0; to < text.length; ) {
      int at = (start + to) % BLOCK;
      int copied = Math.min(text.length - to, BLOCK - at);
      System.arraycopy(blocks.get((start + to) / BLOCK), at, text, to, copied);
      to += copied;
    }
    return new String(text, UTF_8);
  }
}
