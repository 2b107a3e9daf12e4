package org.batchrunner.batch.accept;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.batchrunner.common.Sha256;
import org.batchrunner.files.FileKind;
import org.batchrunner.files.UserFile;
import org.batchrunner.intake.OptionFiles;
import org.batchrunner.intake.RejectedFileException;
import org.batchrunner.outbox.Receipts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The option files of the inbox: which go with which task file, and which with none. */
public final class DroppedOptions {

  private static final Logger LOG = LoggerFactory.getLogger(DroppedOptions.class);
  private static final int LONGEST = 1_000_000;

  private final Receipts receipts;
  private final Map<Path, List<Path>> used = new ConcurrentHashMap<>();

  DroppedOptions(Receipts receipts) {
    this.receipts = receipts;
  }

  /**
   * Takes the option files that stand beside a task file now.
   *
   * @throws RejectedFileException if one was left there: it is not silently that of the next file
   *     of its name
   */
  void take(Path taskFile) throws IOException {
    List<Path> beside = OptionFiles.beside(taskFile);
    used.put(taskFile.toAbsolutePath(), beside);
    for (Path options : beside) {
      if (OptionFiles.isLeftOver(options, taskFile)) {
        throw new RejectedFileException(
            "%s lay in the inbox for more than a day before this file came, and may belong to an earlier one. Nothing was spent; drop both together, or this file alone"
                .formatted(options.getFileName()));
      }
      LOG.info("{}: its options are those of {}", taskFile.getFileName(), options.getFileName());
    }
  }

  /**
   * The option files that a task file was accepted or refused with, which move with it; one that
   * came since then does not.
   */
  public List<Path> of(Path taskFile) throws IOException {
    List<Path> options = used.get(taskFile.toAbsolutePath());
    return options == null ? OptionFiles.beside(taskFile) : options;
  }

  /** A task file has been moved away, and its options with it. */
  public void moved(Path taskFile) {
    used.remove(taskFile.toAbsolutePath());
  }

  /** Refuses an option file that belongs to no task file, with a receipt. */
  public RejectedFileException refuse(Path file, String why) throws IOException {
    String sentence = "%s refused: %s".formatted(file.getFileName(), why);
    receipts.refused(String.valueOf(file.getFileName()), sha256(file), sentence);
    return new RejectedFileException(sentence);
  }

  /** Tells in the log and by a receipt that an option file waits for its task file. */
  public void tell(Path file, String sentence) throws IOException {
    LOG.warn("{}", sentence);
    receipts.waiting(String.valueOf(file.getFileName()), sha256(file), sentence);
  }

  private static String sha256(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Sha256.hex(new byte[0]);
    }
    try (InputStream in = UserFile.open(file, FileKind.TASKS, LinkOption.NOFOLLOW_LINKS)) {
      return Sha256.hex(in.readNBytes(LONGEST));
    }
  }
}
