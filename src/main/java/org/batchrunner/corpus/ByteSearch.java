package org.batchrunner.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.lucene.store.IndexInput;

/**
 * Finds bytes in a file: by leaps (Horspool's, by two bytes), and where those don't pay because the
 * bytes repeat themselves, in linear time (Knuth, Morris and Pratt).
 */
final class ByteSearch {

  private static final int CHUNK = 1 << 16;

  /** What is looked for is often near. */
  private static final int FIRST_CHUNK = 1 << 12;

  private static final int WORK_PER_BYTE = 4;
  private static final int TOO_SLOW = -2;
  private static final int PAIRS = 1 << 12;

  private final byte[] bytes;
  private final int[] leaps = new int[PAIRS];

  /**
   * @param bytes at least one
   */
  ByteSearch(byte[] bytes) {
    this.bytes = bytes;
    Arrays.fill(leaps, bytes.length - 1);
    for (int i = 0; i < bytes.length - 2; i++) {
      leaps[pair(bytes, i)] = bytes.length - 2 - i;
    }
  }

  private static int pair(byte[] bytes, int i) {
    return ((bytes[i] << 5) ^ bytes[i + 1]) & (PAIRS - 1);
  }

  int length() {
    return bytes.length;
  }

  /**
   * @param in not shared with another thread
   * @return the first place from {@code from} on that ends by {@code to}, or -1
   */
  long find(IndexInput in, long from, long to) {
    try {
      byte[] chunk = new byte[(int) Math.min(CHUNK + bytes.length, Math.max(0, to - from))];
      long place = from;
      int next = FIRST_CHUNK + bytes.length;
      while (to - place >= bytes.length) {
        int length = (int) Math.min(Math.min(next, chunk.length), to - place);
        next = chunk.length;
        in.seek(place);
        in.readBytes(chunk, 0, length);
        int found = leap(chunk, length);
        if (found == TOO_SLOW) {
          return step(in, place, to, chunk);
        }
        if (found >= 0) {
          return place + found;
        }
        place += length - bytes.length + 1;
      }
      return -1;
    } catch (IOException e) {
      throw new UncheckedIOException("the corpus's cache can't be read", e);
    }
  }

  private int leap(byte[] text, int length) {
    if (bytes.length == 1) {
      return TOO_SLOW;
    }
    int last = bytes.length - 1;
    long work = 0;
    int i = 0;
    while (i <= length - bytes.length) {
      int k = last;
      while (k >= 0 && text[i + k] == bytes[k]) {
        k--;
      }
      if (k < 0) {
        return i;
      }
      work += last - k + 1;
      if (work > (long) WORK_PER_BYTE * length) {
        return TOO_SLOW;
      }
      i += leaps[pair(text, i + last - 1)];
    }
    return -1;
  }

  private long step(IndexInput in, long from, long to, byte[] chunk) throws IOException {
    int[] borders = borders();
    int matched = 0;
    for (long place = from; place < to; ) {
      int length = (int) Math.min(chunk.length, to - place);
      in.seek(place);
      in.readBytes(chunk, 0, length);
      for (int i = 0; i < length; i++) {
        while (matched > 0 && bytes[matched] != chunk[i]) {
          matched = borders[matched - 1];
        }
        if (bytes[matched] == chunk[i]) {
          matched++;
        }
        if (matched == bytes.length) {
          return place + i - bytes.length + 1;
        }
      }
      place += length;
    }
    return -1;
  }

  private int[] borders() {
    int[] borders = new int[bytes.length];
    int matched = 0;
    for (int i = 1; i < bytes.length; i++) {
      while (matched > 0 && bytes[matched] != bytes[i]) {
        matched = borders[matched - 1];
      }
      if (bytes[matched] == bytes[i]) {
        matched++;
      }
      borders[i] = matched;
    }
    return borders;
  }
}
