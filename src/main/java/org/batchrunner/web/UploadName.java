package org.batchrunner.web;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import org.batchrunner.intake.TaskFileName;
import org.jspecify.annotations.Nullable;

/** What a browser says a file is called, made safe as the name of a file in a folder. */
final class UploadName {

  private static final int LONGEST_STEM = 80;
  private static final int LONGEST_EXTENSION = 10;

  private UploadName() {}

  /** A single visible name without folders; the extension in lower case. */
  static String of(@Nullable String given) {
    String name = given == null ? "" : given.strip();
    name = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    String stem = TaskFileName.stem(name);
    String extension = name.substring(stem.length()).toLowerCase(Locale.ROOT);
    String safe = safe(stem).replaceFirst("^[ .~_-]+", "");
    return (safe.isEmpty() ? "tasks" : cut(safe, LONGEST_STEM))
        + cut(safe(extension), LONGEST_EXTENSION);
  }

  private static String safe(String part) {
    StringBuilder safe = new StringBuilder();
    part.codePoints()
        .forEach(
            c -> {
              boolean plain =
                  Character.isLetterOrDigit(c)
                      || " .-_()".indexOf(c) >= 0
                      || Character.getType(c) == Character.NON_SPACING_MARK
                      || Character.getType(c) == Character.COMBINING_SPACING_MARK;
              safe.appendCodePoint(plain ? c : '_');
            });
    return safe.toString();
  }

  private static String cut(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most));
  }

  /** The name, with a number where it is taken. */
  static Path free(Path folder, String name) {
    Path candidate = folder.resolve(name);
    String stem = TaskFileName.stem(name);
    for (int number = 2; Files.exists(candidate, LinkOption.NOFOLLOW_LINKS); number++) {
      candidate = folder.resolve(stem + "-" + number + name.substring(stem.length()));
    }
    return candidate;
  }
}
