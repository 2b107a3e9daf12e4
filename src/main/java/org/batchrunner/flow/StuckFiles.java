package org.batchrunner.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of the inbox that have been taken or refused and can't be moved away, the inbox being
 * read-only, say. That is said once for all of them, and none is taken again; to move them is tried
 * at each poll.
 */
final class StuckFiles {

  private static final Logger LOG = LoggerFactory.getLogger(StuckFiles.class);

  /** Moves a file. */
  interface Move {
    void run() throws IOException;
  }

  private record Stuck(long size, FileTime modified, @Nullable String batch) {}

  private final Map<Path, Stuck> stuck = new ConcurrentHashMap<>();

  /** The batch that a file has become that could not be moved since. */
  Optional<String> batchOf(Path file) {
    return known(file).map(Stuck::batch);
  }

  /** Whether a file has been refused and could not be moved since. */
  boolean isRefused(Path file) {
    return known(file).filter(known -> known.batch() == null).isPresent();
  }

  private Optional<Stuck> known(Path file) {
    Stuck known = stuck.get(file);
    return known == null || !known.equals(look(file, known.batch()))
        ? Optional.empty()
        : Optional.of(known);
  }

  /**
   * Moves a file away.
   *
   * @param batch that it has become; null if it is refused
   * @return false if it can't be moved
   */
  boolean moves(Path file, @Nullable String batch, Move move) {
    try {
      move.run();
      stuck.remove(file);
      return true;
    } catch (IOException e) {
      Stuck now = look(file, batch);
      boolean first = stuck.isEmpty();
      if (now != null) {
        stuck.put(file, now);
      }
      if (first) {
        LOG.error(
            "{} {} and can't be moved away ({}). Files stay in the inbox until it can be written;"
                + " none is taken twice.",
            file,
            batch == null ? "is refused" : "is accepted as batch " + batch,
            e.toString());
      }
      return false;
    }
  }

  private static @Nullable Stuck look(Path file, @Nullable String batch) {
    try {
      BasicFileAttributes now =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return new Stuck(now.size(), now.lastModifiedTime(), batch);
    } catch (IOException e) {
      return null;
    }
  }
}
