package org.batchrunner.flow;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import org.batchrunner.batch.Settings.InboxReady;
import org.batchrunner.intake.TaskFileName;

/** Which files of the inbox are whole: those that rest, or those whose marker has come. */
final class Arrivals implements GenericFileFilter<Object> {

  private record Seen(long length, long modified, Instant since) {}

  private final InboxReady ready;
  private final Duration settleTime;
  private final Clock clock;
  private final UnreadableNames unreadable;
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  Arrivals(InboxReady ready, Duration settleTime, Clock clock, UnreadableNames unreadable) {
    this.ready = ready;
    this.settleTime = settleTime;
    this.clock = clock;
    this.unreadable = unreadable;
  }

  @Override
  public boolean accept(GenericFile<Object> file) {
    TaskFileName kind = TaskFileName.of(file.getFileNameOnly());
    if (file.isDirectory() || (kind != TaskFileName.TASKS && kind != TaskFileName.UNKNOWN)) {
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
    return switch (ready) {
      case MARKER ->
          Files.exists(
              path.resolveSibling(TaskFileName.markerOf(file.getFileNameOnly())),
              LinkOption.NOFOLLOW_LINKS);
      case SETTLE -> rests(path, file.getFileLength(), file.getLastModified());
    };
  }

  private static Path folder(GenericFile<Object> file) {
    return Path.of(String.valueOf(new File(file.getAbsoluteFilePath()).getParent()));
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
    if (rests) {
      seen.remove(path.toString());
    }
    seen.values().removeIf(old -> now.isAfter(old.since.plus(Duration.ofDays(1))));
    return rests;
  }
}
