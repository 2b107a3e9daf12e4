package org.batchrunner.provider;

import com.google.re2j.Pattern;
import java.util.Locale;

/** Names of one model that vendors use for each other: with a day, a build, a path before it. */
public final class ModelNames {

  private static final int LONGEST = 200;

  /** A day, in the name or at its end. */
  private static final Pattern DAY =
      Pattern.compile("[-@:](20\\d\\d-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\\d|3[01]))\\b");

  /** What says which build of a model it is, and no other model. */
  private static final Pattern BUILD =
      Pattern.compile(
          "([-@:.](latest|stable|v\\d+(\\.\\d+)*|0\\d\\d|\\d{4}|(build|rev|r)[-.]?\\d\\w*))+$");

  private ModelNames() {}

  /** Whether a reply's name is the asked model's, or that of one of its builds. */
  public static boolean sameModel(String asked, String named) {
    return plain(asked).equals(plain(named));
  }

  private static String plain(String name) {
    String plain = name.strip().toLowerCase(Locale.ROOT);
    plain = plain.startsWith("models/") ? plain.substring(7) : plain;
    plain = plain.length() > LONGEST ? plain.substring(0, LONGEST) : plain;
    return BUILD.matcher(DAY.matcher(plain).replaceAll("")).replaceFirst("");
  }

  /** The name of the model that a dated name is a version of. */
  public static String withoutDay(String name) {
    return name.length() > LONGEST ? name : DAY.matcher(name).replaceAll("");
  }

  /** Fit for a sentence. */
  public static String shown(String name) {
    return LogText.line(name.length() > LONGEST ? name.substring(0, LONGEST) : name);
  }
}
