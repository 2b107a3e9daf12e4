package org.batchrunner.intake;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which option files belong to which task files: {@code NAME.yaml}, {@code NAME.yml}, {@code
 * NAME.csv.yaml} or {@code NAME.csv.yml} beside {@code NAME.csv}, in any case.
 */
public final class OptionFiles {

  private static final List<String> EXTENSIONS = List.of(".yaml", ".yml");
  private static final Duration LONG = Duration.ofDays(1);

  private OptionFiles() {}

  /**
   * The option file of a task file.
   *
   * @throws InvalidOptionFileException if there is more than one, so that it is not clear which one
   *     applies
   */
  public static Optional<Path> of(Path taskFile) throws IOException {
    List<Path> beside = beside(taskFile);
    if (beside.size() > 1) {
      throw new InvalidOptionFileException(
          beside.stream().map(OptionFiles::nameOf).collect(Collectors.joining(" and ")),
          0,
          "there is more than one option file for %s; keep only one".formatted(nameOf(taskFile)));
    }
    return beside.stream().findFirst();
  }

  /** All that stand beside a task file, whatever they are. */
  public static List<Path> beside(Path taskFile) throws IOException {
    String task = nameOf(taskFile);
    return list(taskFile, name -> belongs(name, task)).stream()
        .map(taskFile::resolveSibling)
        .toList();
  }

  /** The task files in a folder that an option file belongs to. */
  public static List<String> tasksOf(Path optionFile) throws IOException {
    String option = nameOf(optionFile);
    return list(optionFile, name -> kind(name) != TaskFileName.OPTIONS && belongs(option, name));
  }

  /** Returns whether a task file of it is still on its way into the folder, under another name. */
  public static boolean isAwaited(Path optionFile) throws IOException {
    String base = base(nameOf(optionFile));
    return !list(
            optionFile,
            name ->
                kind(name) == TaskFileName.LEFT_ALONE
                    && plain(name).replaceFirst("^\\.", "").startsWith(base))
        .isEmpty();
  }

  /** Returns whether an option file, by its name, is one of a task file. */
  public static boolean belongs(String optionFile, String taskFile) {
    if (kind(optionFile) != TaskFileName.OPTIONS
        || (kind(taskFile) != TaskFileName.TASKS && kind(taskFile) != TaskFileName.UNKNOWN)) {
      return false;
    }
    String base = base(optionFile);
    String task = plain(taskFile);
    return base.equals(task) || base.equals(TaskFileName.stem(task));
  }

  /**
   * Returns whether an option file lay there for more than a day before its task file came: it may
   * have been meant for an earlier one. A file that is copied or moved comes when it is, however
   * old its content is.
   */
  public static boolean isLeftOver(Path optionFile, Path taskFile) throws IOException {
    return arrived(optionFile).toInstant().plus(LONG).isBefore(arrived(taskFile).toInstant());
  }

  private static FileTime arrived(Path file) throws IOException {
    FileTime modified = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
    try {
      return Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS)
                  instanceof FileTime changed
              && changed.compareTo(modified) > 0
          ? changed
          : modified;
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return modified;
    }
  }

  private static String base(String optionFile) {
    String name = plain(optionFile);
    for (String extension : EXTENSIONS) {
      if (name.endsWith(extension)) {
        return name.substring(0, name.length() - extension.length());
      }
    }
    return name;
  }

  private static TaskFileName kind(String name) {
    return TaskFileName.of(name);
  }

  private interface Wanted {
    boolean test(String name);
  }

  /** Names of files beside one. */
  private static List<String> list(Path file, Wanted wanted) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      return List.of();
    }
    TreeSet<String> names = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path each : files) {
        if (wanted.test(nameOf(each))) {
          names.add(nameOf(each));
        }
      }
    } catch (NoSuchFileException e) {
      throw e;
    } catch (FileSystemException e) {
      // A folder may be entered without being listed.
      throw new IOException(
          "the folder %s can't be listed, so option files beside the file can't be found; give read permission for the folder"
              .formatted(folder),
          e);
    }
    return new ArrayList<>(names);
  }

  private static String plain(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }

  private static String nameOf(Path file) {
    return String.valueOf(file.getFileName());
  }
}
