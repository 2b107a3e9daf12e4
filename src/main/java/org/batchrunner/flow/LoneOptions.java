package org.batchrunner.flow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.batchrunner.intake.OptionFiles;
import org.batchrunner.intake.TaskFileName;

/**
 * Option files that lie in the inbox without their task file. Whoever drops both drops the options
 * first, so one may wait; but one that came too late, or that nobody has come for, must not be
 * there when the next file of its name is dropped.
 */
final class LoneOptions {

  /** Longer than it takes to drop two files, one after the other. */
  static final Duration MOMENT = Duration.ofSeconds(10);

  /** How long after its task file was taken it is taken to be that one's. */
  static final Duration LATE = Duration.ofMinutes(10);

  static final Duration STALE = Duration.ofHours(1);

  /** Tells that a file waits. */
  interface Teller {
    void tell(Path file, String sentence) throws IOException;
  }

  private static final class Seen {
    private final Instant since;
    private boolean told;

    Seen(Instant since) {
      this.since = since;
    }
  }

  private final Clock clock;
  private final Teller teller;
  private final Map<Path, Seen> seen = new ConcurrentHashMap<>();
  private final Map<String, Instant> taken = new ConcurrentHashMap<>();

  LoneOptions(Clock clock, Teller teller) {
    this.clock = clock;
    this.teller = teller;
  }

  /** A task file has been taken out of the inbox. */
  void taken(String taskFile) {
    Instant now = clock.instant();
    taken.values().removeIf(when -> when.plus(STALE).isBefore(now));
    taken.put(taskFile, now);
  }

  /** Whether an option file in the inbox is to be refused now; asked at each look into it. */
  boolean isRefused(Path file) {
    try {
      if (!OptionFiles.tasksOf(file).isEmpty() || OptionFiles.isAwaited(file)) {
        seen.remove(file);
        return false;
      }
      Instant now = clock.instant();
      Seen alone = seen.computeIfAbsent(file, path -> new Seen(now));
      if (now.isBefore(alone.since.plus(MOMENT))) {
        return false;
      }
      if (missed(file).isPresent() || !now.isBefore(alone.since.plus(STALE))) {
        return true;
      }
      if (!alone.told) {
        alone.told = true;
        teller.tell(
            file,
            "%s waits for its task file, %s.csv or the like. If none comes within an hour, it is moved to .failed"
                .formatted(name(file), TaskFileName.stem(name(file))));
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Why an option file is refused, to follow its name. */
  String why(Path file) {
    Optional<String> missed = missed(file);
    seen.remove(file);
    return missed.isPresent()
        ? ("it came after %s had been taken, which runs without it. To change that batch:"
                + " batch-runner set BATCH OPTION=VALUE, or cancel it, and drop both again, the options"
                + " first")
            .formatted(missed.get())
        : ("no task file of its name has come, and it would have been applied to whichever comes"
            + " next. Drop it again together with its task file, the options first");
  }

  /** The task file that was taken shortly before the options came. */
  private Optional<String> missed(Path file) {
    Seen alone = seen.get(file);
    return alone == null
        ? Optional.empty()
        : taken.entrySet().stream()
            .filter(entry -> OptionFiles.belongs(name(file), entry.getKey()))
            .filter(entry -> entry.getValue().plus(LATE).isAfter(alone.since))
            .map(Map.Entry::getKey)
            .findFirst();
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
