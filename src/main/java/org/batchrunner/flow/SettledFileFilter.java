package org.batchrunner.flow;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import org.batchrunner.config.Settings.InboxReady;
import org.batchrunner.intake.OptionFiles;
import org.batchrunner.intake.TaskFileName;

/** Which files of the inbox are whole: those that rest, or those whose marker has come. */
final class SettledFileFilter implements GenericFileFilter<Object> {

  private record Seen(long length, long modified, Instant since) {}

  private final InboxReady ready;
  private final Duration settleTime;
  private final Predicate<Path> refused;
  private final Clock clock;
  private final UnreadableNames unreadable;
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  /**
   * @param refused whether an option file is to be refused now
   */
  SettledFileFilter(
      InboxReady ready,
      Duration settleTime,
      Predicate<Path> refused,
      Clock clock,
      UnreadableNames unreadable) {
    this.ready = ready;
    this.refused = refused;
    this.settleTime = settleTime;
    this.clock = clock;
    this.unreadable = unreadable;
  }

  @Override
  public boolean accept(GenericFile<Object> file) {
    TaskFileName kind = TaskFileName.of(file.getFileNameOnly());
    boolean options = kind == TaskFileName.OPTIONS;
    boolean tasks = kind == TaskFileName.TASKS || kind == TaskFileName.UNKNOWN;
    if (file.isDirectory() || (!options && !tasks)) {
      return false;
    }
    Path path;
    try {
      path = Path.of(file.getAbsoluteFilePath());
    } catch (InvalidPathException e) {
      unreadable.tell(folder(file));
      return false;
    }
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      unreadable.tell(folder(file));
      return false;
    }
    if (options) {
      return refused.test(path);
    }
    return switch (ready) {
      case MARKER ->
          Files.exists(
              path.resolveSibling(TaskFileName.markerOf(file.getFileNameOnly())),
              LinkOption.NOFOLLOW_LINKS);
      case SETTLE ->
          rests(path, file.getFileLength(), file.getLastModified())
              && optionsRest(path)
              && forget(path);
    };
  }

  private static Path folder(GenericFile<Object> file) {
    return Path.of(String.valueOf(new File(file.getAbsoluteFilePath()).getParent()));
  }

  /** It is taken, and the next one of its name is another. */
  private boolean forget(Path path) {
    seen.remove(path.toString());
    return true;
  }

  /** Half an option file may be one without its cap. */
  private boolean optionsRest(Path taskFile) {
    try {
      boolean rest = true;
      for (Path options : OptionFiles.beside(taskFile)) {
        BasicFileAttributes attributes =
            Files.readAttributes(options, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        rest &= rests(options, attributes.size(), attributes.lastModifiedTime().toMillis());
      }
      return rest;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean rests(Path path, long length, long modified) {
    Instant now = clock.instant();
    Seen last =
        seen.compute(
            path.toString(),
            (name, before) ->
                before != null
                        && before.length == length
                        && before.modified == modified
                        && !now.isBefore(before.since)
                    ? before
                    : new Seen(length, modified, now));
    boolean rests = !now.isBefore(last.since.plus(settleTime));
    seen.values().removeIf(old -> now.isAfter(old.since.plus(Duration.ofDays(1))));
    return rests;
  }
}
