package org.batchrunner.workflow.redaction;

import java.util.HashMap;
import java.util.Map;

/** International bank account numbers. */
final class Ibans {

  /** Lengths by country, from the registry of SWIFT. */
  private static final String LENGTHS =
      "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27"
          + " DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21"
          + " HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27"
          + " MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24"
          + " RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22"
          + " VG24 XK20 YE30";

  private static final Map<String, Integer> BY_COUNTRY = byCountry();

  private Ibans() {}

  /** Where the number ends that starts here; what stands behind it may look like its next group. */
  static int end(String text, int start, int end) {
    Integer length = BY_COUNTRY.get(text.substring(start, Math.min(end, start + 2)));
    if (length == null || (start > 0 && Character.isLetterOrDigit(text.charAt(start - 1)))) {
      return -1;
    }
    int at = start;
    int remainder = 0;
    StringBuilder compact = new StringBuilder(length);
    while (at < end && compact.length() < length) {
      if (text.charAt(at) != ' ') {
        compact.append(text.charAt(at));
      }
      at++;
    }
    boolean runsOn = at < text.length() && Character.isLetterOrDigit(text.charAt(at));
    if (compact.length() < length || runsOn) {
      return -1;
    }
    String moved = compact.substring(4) + compact.substring(0, 4);
    for (int i = 0; i < moved.length(); i++) {
      int value = Character.digit(moved.charAt(i), 36);
      remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
    }
    return remainder == 1 ? at : -1;
  }

  private static Map<String, Integer> byCountry() {
    Map<String, Integer> lengths = new HashMap<>();
    for (String entry : LENGTHS.split(" ", -1)) {
      lengths.put(entry.substring(0, 2), Integer.parseInt(entry.substring(2)));
    }
    return Map.copyOf(lengths);
  }
}
