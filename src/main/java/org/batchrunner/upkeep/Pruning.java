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
 * Deletes what is kept of batches that ended long ago: their rows in the ledger, their paid replies
 * and their inputs, with the copies of documents that no batch rests on any more. Never of a batch
 * that is unfinished or has no reports yet.
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

  /** The batches that {@link #prune} would delete. */
  public List<String> prunable(Duration age) {
    return ledger.upkeep().prunable(clock.instant().minus(age));
  }

  /**
   * @param age of their end
   * @param withOutbox whether their folders in the outbox are deleted too
   * @return the batches
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

  /** Old inputs of no batch: of an earlier pruning that was cut short. */
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
