package org.batchrunner.workflow.redaction;

/** Tells what is random from words. */
final class Entropy {

  /** Bits a character that keys have at least; words of prose have less, or no digits. */
  private static final double LEAST_BITS = 3.0;

  private static final int LEAST_DIGITS = 2;

  private Entropy() {}

  static boolean isRandom(String text, int start, int end) {
    return count(text, start, end, '0', '9') >= LEAST_DIGITS
        && count(text, start, end, 'a', 'z') + count(text, start, end, 'A', 'Z') > 0
        && bits(text, start, end) >= LEAST_BITS;
  }

  static boolean isSecret(String text, int start, int end) {
    return count(text, start, end, 'a', 'z') > 0
        && count(text, start, end, 'A', 'Z') > 0
        && bits(text, start, end) >= LEAST_BITS
        && !isHexadecimal(text, start, end);
  }

  private static int count(String text, int start, int end, char first, char last) {
    int count = 0;
    for (int at = start; at < end; at++) {
      count += text.charAt(at) >= first && text.charAt(at) <= last ? 1 : 0;
    }
    return count;
  }

  private static boolean isHexadecimal(String text, int start, int end) {
    for (int at = start; at < end; at++) {
      if (Character.digit(text.charAt(at), 16) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Shannon's entropy, in bits a character. */
  private static double bits(String text, int start, int end) {
    int[] counts = new int[128];
    for (int at = start; at < end; at++) {
      counts[text.charAt(at) % counts.length]++;
    }
    double bits = 0;
    for (int count : counts) {
      if (count > 0) {
        double share = (double) count / (end - start);
        bits -= share * Math.log(share) / Math.log(2);
      }
    }
    return bits;
  }
}
