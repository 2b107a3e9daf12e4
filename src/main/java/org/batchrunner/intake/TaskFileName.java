package org.batchrunner.intake;

import java.util.List;
import java.util.Locale;

/** The kind of a file in the inbox, by its name. */
public enum TaskFileName {
  /** A task file. */
  TASKS,
  /** {@code NAME.yaml}: the options of the task file {@code NAME}. */
  OPTIONS,
  /** {@code NAME.csv.done}, which says that {@code NAME.csv} is complete. */
  MARKER,
  /** A file that is still being copied, hidden, or a backup, which is left alone. */
  LEFT_ALONE,
  /** A file of an unknown format. */
  UNKNOWN;

  /** The extension of option files. */
  public static final String OPTIONS_EXTENSION = ".yaml";

  private static final String MARKER_EXTENSION = ".done";
  private static final List<String> UNFINISHED =
      List.of(".part", ".filepart", ".tmp", ".crdownload", "~");

  /**
   * @param fileName without folders
   */
  public static TaskFileName of(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    if (name.isEmpty() || name.startsWith(".") || name.startsWith("~$")) {
      return LEFT_ALONE;
    }
    if (UNFINISHED.stream().anyMatch(name::endsWith)) {
      return LEFT_ALONE;
    }
    if (TaskFormat.of(name).isPresent()) {
      return TASKS;
    }
    if (name.endsWith(OPTIONS_EXTENSION) || name.endsWith(".yml")) {
      return OPTIONS;
    }
    return name.endsWith(MARKER_EXTENSION) ? MARKER : UNKNOWN;
  }

  /** The name without its last extension: {@code briefs} of {@code briefs.csv}. */
  public static String stem(String fileName) {
    int dot = fileName.lastIndexOf('.');
    return dot > 0 ? fileName.substring(0, dot) : fileName;
  }

  /** The option file that belongs to a task file. */
  public static String optionsOf(String taskFileName) {
    return stem(taskFileName) + OPTIONS_EXTENSION;
  }

  /** The marker that says that a task file is whole. */
  public static String markerOf(String taskFileName) {
    return taskFileName + MARKER_EXTENSION;
  }
}
