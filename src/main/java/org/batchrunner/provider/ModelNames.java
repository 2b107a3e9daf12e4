package org.batchrunner.provider;

import com.google.re2j.Pattern;
import java.util.Locale;

/**
 * Compares model names, since vendors use several for one model: with a date, a build or a path
 * before it.
 */
public final class ModelNames {

  private static final int LONGEST = 200;

  /** A day, in the name or at its end. */
  private static final Pattern DAY =
      Pattern.compile("[-@:](20\\d\\d-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\\d|3[01]))\\b");

  /** Matches a part of a name that names a build of the same model. */
  private static final Pattern BUILD =
      Pattern.compile(
          "([-@:.](latest|stable|v\\d+(\\.\\d+)*|0\\d\\d|\\d{4}|(build|rev|r)[-.]?\\d\\w*))+$");

  private ModelNames() {}

  /** Returns whether a reply's name is the asked model's, or that of one of its builds. */
  public static boolean sameModel(String asked, String named) {
    return plain(asked).equals(plain(named));
  }

  private static String plain(String name) {
    String plain = name.strip().toLowerCase(Locale.ROOT);
    plain = plain.startsWith("models/") ? plain.substring(7) : plain;
    plain = plain.length() > LONGEST ? plain.substring(0, LONGEST) : plain;
    return BUILD.matcher(DAY.matcher(plain).replaceAll("")).replaceFirst("");
  }

  /** Returns the name without its date. */
  public static String withoutDay(String name) {
    return name.length() > LONGEST ? name : DAY.matcher(name).replaceAll("");
  }

  /** Returns the name in a form that fits into a sentence. */
  public static String shown(String name) {
    return LogText.line(name.length() > LONGEST ? name.substring(0, LONGEST) : name);
  }
}
