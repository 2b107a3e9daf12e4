package org.batchrunner.upkeep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.batchrunner.batch.accept.InputStore;
import org.batchrunner.batch.corpus.CorpusRegistry;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.outbox.Outbox;

/**
 * Deletes batches that ended long ago: their rows in the ledger, their paid replies and their
 * inputs, and copies of documents that no batch uses any more. Never deletes a batch that is
 * unfinished or has no reports yet.
 */
public final class Pruning {

  private static final Pattern BATCH_ID = Pattern.compile(".+-\\d{8}-\\d{6}(-\\d+)?");

  private final Ledger ledger;
  private final InputStore inputs;
  private final CorpusRegistry corpora;
  private final Outbox outbox;
  private final Path data;
  private final Clock clock;

  public Pruning(
      Ledger ledger,
      InputStore inputs,
      CorpusRegistry corpora,
      Outbox outbox,
      Path data,
      Clock clock) {
    this.ledger = ledger;
    this.inputs = inputs;
    this.corpora = corpora;
    this.outbox = outbox;
    this.data = data;
    this.clock = clock;
  }

  /** Returns the batches that {@link #prune} would delete. */
  public List<String> prunable(Duration age) {
    return ledger.upkeep().prunable(clock.instant().minus(age));
  }

  /**
   * @param age the least time since they ended
   * @param withOutbox whether to delete their folders in the outbox too
   * @return the ids of the deleted batches
   */
  public List<String> prune(Duration age, boolean withOutbox) {
    Instant before = clock.instant().minus(age);
    List<String> pruned = ledger.upkeep().prune(before);
    try {
      for (String batch : pruned) {
        inputs.discard(batch);
        if (withOutbox) {
          outbox.remove(batch);
        }
      }
      strays(before).forEach(inputs::discard);
      corpora.sweep();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pruned;
  }

  /** Finds old inputs that belong to no batch, left by an earlier pruning that was interrupted. */
  private List<String> strays(Instant before) throws IOException {
    List<String> strays = new ArrayList<>();
    if (!Files.isDirectory(data)) {
      return strays;
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(data)) {
      for (Path folder : folders) {
        String name = String.valueOf(folder.getFileName());
        if (BATCH_ID.matcher(name).matches()
            && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
            && Files.getLastModifiedTime(folder).toInstant().isBefore(before)
            && ledger.batches().find(name).isEmpty()) {
          strays.add(name);
        }
      }
    }
    return strays;
  }
}
