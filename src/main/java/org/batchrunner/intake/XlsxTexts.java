package org.batchrunner.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The texts that cells share, as bytes one after the other: many short ones cost no objects. */
final class XlsxTexts {

  private static final int FIRST = 4_096;

  private byte[] bytes = new byte[FIRST];
  private int[] ends = new int[FIRST];
  private int length;
  private int count;

  /**
   * @param xml null if the workbook has none
   */
  static XlsxTexts read(@Nullable XlsxXml xml) throws IOException {
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
          texts.add(XlsxCell.unescaped(text.toString()).getBytes(UTF_8));
        }
      }
    }
    return texts;
  }

  private void add(byte[] text) {
    if (bytes.length - length < text.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + text.length, bytes.length * 2));
    }
    System.arraycopy(text, 0, bytes, length, text.length);
    length += text.length;
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, count * 2);
    }
    ends[count++] = length;
  }

  /** The text of an index; null if there is none. */
  @Nullable String get(String index) {
    try {
      int number = Integer.parseInt(index.strip());
      if (number < 0 || number >= count) {
        return null;
      }
      int start = number == 0 ? 0 : ends[number - 1];
      return new String(bytes, start, ends[number] - start, UTF_8);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
