package org.batchrunner.workflow;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The safety flags that a debater may raise about its own answer. */
enum SafetyFlag {
  SELF_HARM(true, "encourages or instructs self-harm or suicide"),
  VIOLENCE(true, "threatens, incites or instructs violence"),
  WEAPONS(true, "helps to make or use weapons, explosives or poisons"),
  CHILD_SAFETY(true, "sexualises or endangers a minor"),
  HATE(true, "demeans people for what they are"),
  ILLEGAL(true, "helps to commit a crime"),
  MALWARE(true, "helps to break into, damage or misuse computers"),
  PERSONAL_DATA(false, "reveals a real person's private data that the task does not give"),
  MEDICAL(false, "gives medical advice"),
  LEGAL(false, "gives legal advice"),
  FINANCIAL(false, "gives financial advice"),
  UNVERIFIED(false, "states facts that you could not verify"),
  OUTDATED(false, "may be out of date"),
  SENSITIVE(false, "touches a sensitive or contested subject");

  private final boolean critical;
  private final String meaning;

  SafetyFlag(boolean critical, String meaning) {
    this.critical = critical;
    this.meaning = meaning;
  }

  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  String severity() {
    return critical ? "critical" : "notice";
  }

  static List<String> names() {
    return Arrays.stream(values()).map(SafetyFlag::wire).toList();
  }

  /** A line for each, for prompts. */
  static String explained() {
    StringBuilder lines = new StringBuilder();
    for (SafetyFlag flag : values()) {
      lines.append("  - %s (%s): %s%n".formatted(flag.wire(), flag.severity(), flag.meaning));
    }
    return lines.toString().replace("\r\n", "\n").stripTrailing();
  }

  /**
   * Returns whether a draft with this flag must not be published: it names a critical one, or calls
   * itself critical, as in {@code privacy: critical}.
   */
  static boolean isCritical(String flag) {
    return find(flag).map(known -> known.critical).orElse(false)
        || List.of(flag.toLowerCase(Locale.ROOT).split("[^a-z]+")).contains("critical");
  }

  private static Optional<SafetyFlag> find(String flag) {
    String name = flag.strip().toUpperCase(Locale.ROOT).replaceAll("[^A-Z]+", "_");
    return Arrays.stream(values()).filter(known -> known.name().equals(name)).findFirst();
  }
}
