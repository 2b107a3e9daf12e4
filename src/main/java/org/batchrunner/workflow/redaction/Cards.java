package org.batchrunner.workflow.redaction;

/** Numbers of payment cards. */
final class Cards {

  private Cards() {}

  static boolean luhn(String text, int start, int end) {
    int sum = 0;
    int digits = 0;
    for (int at = end - 1; at >= start; at--) {
      int digit = Character.digit(text.charAt(at), 10);
      if (digit >= 0) {
        int weighted = digits % 2 == 1 ? 2 * digit : digit;
        sum += weighted > 9 ? weighted - 9 : weighted;
        digits++;
      }
    }
    return digits > 1 && sum % 10 == 0;
  }

  static boolean isCard(String text, int start, int end) {
    String digits = PhoneNumbers.digits(text, start, end);
    return PhoneNumbers.standsAlone(text, start, end)
        && lengthFits(digits)
        && digits.chars().distinct().count() > 1
        && luhn(text, start, end);
  }

  /** Prefixes and lengths as the brands have them. */
  private static boolean lengthFits(String digits) {
    int length = digits.length();
    if (length < 13 || length > 19) {
      return false;
    }
    int two = Integer.parseInt(digits.substring(0, 2));
    int four = Integer.parseInt(digits.substring(0, 4));
    if (two == 34 || two == 37) {
      return length == 15;
    }
    if ((four >= 3000 && four <= 3059) || two == 36 || two == 38 || two == 39) {
      return length >= 14;
    }
    if (digits.charAt(0) == '4') {
      return length == 13 || length == 16 || length == 19;
    }
    if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) {
      return length == 16;
    }
    boolean others =
        (four >= 3528 && four <= 3589) || two == 60 || two == 62 || two == 64 || two == 65;
    boolean maestro = two == 50 || (two >= 56 && two <= 69);
    return (others && length >= 16) || maestro;
  }
}
