package org.batchrunner.provider;

import org.jspecify.annotations.Nullable;

/** The width and height of a picture, read from its header without decoding it. */
record PictureSize(int width, int height) {

  private static final int MOST = 1 << 24;

  /**
   * @param file the beginning of a PNG, JPEG, WebP or GIF file
   * @return null if it is none, or its header is not there
   */
  static @Nullable PictureSize of(byte[] file) {
    if (starts(file, 0, 0x89, 'P', 'N', 'G') && starts(file, 12, 'I', 'H', 'D', 'R')) {
      return file.length < 24 ? null : of(big(file, 16, 4), big(file, 20, 4));
    }
    if (starts(file, 0, 'G', 'I', 'F', '8')) {
      return file.length < 10 ? null : of(little(file, 6, 2), little(file, 8, 2));
    }
    if (starts(file, 0, 'R', 'I', 'F', 'F') && starts(file, 8, 'W', 'E', 'B', 'P')) {
      return file.length < 30 ? null : webp(file);
    }
    return starts(file, 0, 0xFF, 0xD8) ? jpeg(file) : null;
  }

  private static @Nullable PictureSize of(long width, long height) {
    boolean sane = width > 0 && height > 0 && width <= MOST && height <= MOST;
    return sane ? new PictureSize((int) width, (int) height) : null;
  }

  private static @Nullable PictureSize webp(byte[] file) {
    if (starts(file, 12, 'V', 'P', '8', 'X')) {
      return of(little(file, 24, 3) + 1, little(file, 27, 3) + 1);
    }
    if (starts(file, 12, 'V', 'P', '8', 'L') && (file[20] & 0xFF) == 0x2F) {
      long bits = little(file, 21, 4);
      return of((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1);
    }
    boolean lossy = starts(file, 12, 'V', 'P', '8', ' ') && starts(file, 23, 0x9D, 0x01, 0x2A);
    return lossy ? of(little(file, 26, 2) & 0x3FFF, little(file, 28, 2) & 0x3FFF) : null;
  }

  /** Goes from segment to segment up to the frame's header. */
  private static @Nullable PictureSize jpeg(byte[] file) {
    int at = 2;
    while (at + 9 <= file.length && (file[at] & 0xFF) == 0xFF) {
      int marker = file[at + 1] & 0xFF;
      if (marker == 0xFF) {
        at++;
      } else if (marker == 0x01 || marker >= 0xD0 && marker <= 0xD8) {
        at += 2;
      } else if (isFrame(marker)) {
        return of(big(file, at + 7, 2), big(file, at + 5, 2));
      } else if (marker == 0xD9 || marker == 0xDA) {
        return null;
      } else {
        at += 2 + (int) Math.max(2, big(file, at + 2, 2));
      }
    }
    return null;
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  private static boolean starts(byte[] file, int from, int... bytes) {
    if (file.length < from + bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if ((file[from + i] & 0xFF) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  private static long big(byte[] file, int from, int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 8 | file[from + i] & 0xFF;
    }
    return value;
  }

  private static long little(byte[] file, int from, int count) {
    long value = 0;
    for (int i = count - 1; i >= 0; i--) {
      value = value << 8 | file[from + i] & 0xFF;
    }
    return value;
  }
}
