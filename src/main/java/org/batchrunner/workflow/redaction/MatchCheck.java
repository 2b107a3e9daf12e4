package org.batchrunner.workflow.redaction;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a match must stand besides its pattern. */
enum MatchCheck {
  NONE((text, start, end) -> end),
  /** The digits have a right check digit. */
  LUHN((text, start, end) -> Cards.luhn(text, start, end) ? end : -1),
  /** A payment card: the check digit, and a length that its brand has. */
  CARD((text, start, end) -> Cards.isCard(text, start, end) ? end : -1),
  /** The length of its country, and a remainder of 1 by 97. */
  IBAN(Ibans::end),
  /** An address of IP version 4 or 6 that is no version, section or clock time. */
  IP((text, start, end) -> Addresses.isAddress(text, start, end) ? end : -1),
  /** A telephone number, not a date or a part of a longer number. */
  PHONE(PhoneNumbers::phoneEnd),
  /** A social security number of an area, group and serial that are given out. */
  SSN((text, start, end) -> PhoneNumbers.isSocialSecurity(text, start, end) ? end : -1),
  /** An e-mail address, not the name of an image or a repository's address. */
  EMAIL((text, start, end) -> Addresses.isEmail(text, start, end) ? end : -1),
  /** As random as keys are, with letters and digits. */
  ENTROPY((text, start, end) -> Entropy.isRandom(text, start, end) ? end : -1),
  /** Random, of small and capital letters, and no hash in hexadecimal digits. */
  SECRET((text, start, end) -> Entropy.isSecret(text, start, end) ? end : -1);

  private final Accepts accepts;

  MatchCheck(Accepts accepts) {
    this.accepts = accepts;
  }

  /**
   * @return where what is accepted ends, at most {@code end}; -1 if nothing is
   */
  int end(String text, int start, int end) {
    return accepts.end(text, start, end);
  }

  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static String allowed() {
    return Arrays.stream(values()).map(MatchCheck::wire).collect(Collectors.joining(", "));
  }

  private interface Accepts {
    int end(String text, int start, int end);
  }
}
