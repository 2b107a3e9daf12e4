package org.batchrunner.batch.accept;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.batchrunner.batch.EventLog;
import org.batchrunner.batch.corpus.CorpusRegistry;
import org.batchrunner.files.UnusableFileException;
import org.batchrunner.intake.Census;
import org.batchrunner.intake.Intake;
import org.batchrunner.intake.InvalidInputException;
import org.batchrunner.intake.RejectedFileException;
import org.batchrunner.ledger.Accepted;
import org.batchrunner.ledger.BatchRecord;
import org.batchrunner.ledger.InboxFile;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.NewBatch;
import org.batchrunner.outbox.AcceptedFiles;
import org.batchrunner.outbox.BatchIds;
import org.batchrunner.outbox.Receipts;
import org.batchrunner.task.options.InvalidOptionException;
import org.batchrunner.task.options.Options;
import org.jspecify.annotations.Nullable;

/**
 * Makes a batch of a file: validates it whole, copies it, and writes the batch in the ledger. When
 * {@link #accept} returns, the file is not needed any more.
 */
public final class BatchAcceptor {
  private final Ledger ledger;
  private final InputStore inputs;
  private final OptionResolver resolver;
  private final ModelResolver models;
  private final CorpusRegistry corpora;
  private final Redactors redactors;
  private final Intake intake;
  private final AcceptedFiles files;
  private final Receipts receipts;
  private final Clock clock;
  private final String version;
  private final Map<String, InboxFile> moving = new ConcurrentHashMap<>();
  private final DroppedOptions dropped;

  public BatchAcceptor(
      Ledger ledger,
      InputStore inputs,
      OptionResolver resolver,
      ModelResolver models,
      CorpusRegistry corpora,
      Redactors redactors,
      Intake intake,
      AcceptedFiles files,
      Receipts receipts,
      Clock clock,
      String version) {
    this.ledger = ledger;
    this.inputs = inputs;
    this.resolver = resolver;
    this.models = models;
    this.corpora = corpora;
    this.redactors = redactors;
    this.intake = intake;
    this.files = files;
    this.receipts = receipts;
    this.dropped = new DroppedOptions(receipts);
    this.clock = clock;
    this.version = version;
  }

  /**
   * Accepts a file.
   *
   * @param given options over those of the file {@code NAME.yaml} beside it, by key
   * @param moves whether the file will be moved away once it is accepted: until then it is the same
   *     drop when it is seen again
   * @return the batch that it became or joined
   * @throws RejectedFileException if the file or an option is wrong; nothing is spent, and a
   *     receipt says why
   */
  public Accepted accept(Path file, Map<String, Object> given, boolean moves) {
    InputStore.Copy copy = null;
    try {
      if (moves && Files.isSymbolicLink(file)) {
        throw new RejectedFileException(
            "it is a link to another file; put the file itself into the inbox");
      }
      copy = copy(file, !moves);
      return accept(file, given, moves ? drop(file, copy.sha256()) : null, copy);
    } catch (UnusableFileException e) {
      if (moves && e.isDenied()) {
        throw new UncheckedIOException(e);
      }
      throw new RejectedFileException(String.valueOf(e.getMessage()), e);
    } catch (InvalidInputException | InvalidOptionException | RejectedFileException e) {
      String sentence = file.getFileName() + " refused" + redactors.redact(what(e, copy));
      if (copy != null) {
        receipt(file, copy.sha256(), sentence);
      }
      throw new RejectedFileException(sentence, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (copy != null) {
        inputs.discard(copy);
      }
    }
  }

  private InputStore.Copy copy(Path file, boolean follow) throws IOException {
    try {
      return inputs.copy(file, follow);
    } catch (NoSuchFileException e) {
      if (Files.exists(file)) {
        throw e; // what is missing is not the file
      }
      throw new RejectedFileException(file + " is not there; check the name", e);
    }
  }

  private Accepted accept(
      Path file, Map<String, Object> given, @Nullable InboxFile drop, InputStore.Copy copy)
      throws IOException {
    String source = String.valueOf(file.getFileName());
    Optional<BatchRecord> before = drop == null ? Optional.empty() : ledger.batches().dropped(drop);
    if (before.isPresent() && inputs.has(before.get().id())) {
      // What lay beside it may have been moved away already.
      return told(new Accepted(before.get(), Accepted.How.SAME_DROP), source, copy);
    }
    if (drop != null) {
      dropped.take(file);
    }
    Options options = resolver.resolve(file, given);
    Census census = intake.open(copy.file(), options).check(models.check(options));
    inputs.note(copy, census.notes());
    String corpusHash = corpora.accept(options, inputs.folder(copy));
    Instant now = clock.instant();
    String id = reserve(copy, source, now);
    Accepted accepted =
        ledger
            .batches()
            .accept(
                new NewBatch(
                    id,
                    source,
                    copy.sha256(),
                    options,
                    models.mode(),
                    version,
                    corpusHash,
                    census.tasks(),
                    census.dropped()),
                drop);
    settleFolder(id, accepted.batch().id());
    return told(accepted, source, copy);
  }

  /**
   * Tells that the ledger has a batch. It is accepted by now and may be running, so that nothing
   * here may end as a refusal: what can't be written is written by whoever works the batch.
   */
  private Accepted told(Accepted accepted, String source, InputStore.Copy copy) {
    String batch = accepted.batch().id();
    attempt(
        batch,
        "the copy of its file",
        () -> files.writeMissing(batch, inputs.input(batch), source, accepted.batch().options()));
    List<String> notes = new ArrayList<>(inputs.notes(batch));
    String first = accepted.batch().source();
    boolean joined = accepted.how() == Accepted.How.JOINED && !first.equals(source);
    if (joined) {
      notes.add(
          "%s has the same content and options as %s; the answers of both come to %s"
              .formatted(source, first, files.folder(batch)));
    }
    attempt(batch, "its receipt", () -> receipts.accepted(source, copy.sha256(), batch, notes));
    if (joined) {
      EventLog.joined(batch, notes.get(notes.size() - 1));
      return accepted;
    }
    EventLog.accepted(
        batch, source, accepted.batch().total(), accepted.how().name().toLowerCase(Locale.ROOT));
    return accepted;
  }

  /** Something that is written to the outbox. */
  private interface Writing {
    void write() throws IOException;
  }

  /** Twice: another program that begins to work the batch may sweep away what is half written. */
  private static void attempt(String batch, String what, Writing writing) {
    try {
      try {
        writing.write();
      } catch (NoSuchFileException e) {
        writing.write();
      }
    } catch (IOException | RuntimeException e) {
      EventLog.notWritten(batch, what, e);
    }
  }

  /** The option files of the inbox. */
  public DroppedOptions droppedOptions() {
    return dropped;
  }

  /** The file has been moved away. */
  public void moved(Path file) {
    InboxFile drop = moving.remove(file.toAbsolutePath().toString());
    if (drop != null) {
      ledger.batches().moved(drop);
    }
  }

  private InboxFile drop(Path file, String sha256) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    String path = file.toAbsolutePath().toString();
    InboxFile drop =
        new InboxFile(
            path, attributes.fileKey() + "@" + attributes.lastModifiedTime().toMillis(), sha256);
    moving.put(path, drop);
    return drop;
  }

  /** A batch that has no input here gets it from this copy: the program may have been killed. */
  private void settleFolder(String reserved, String id) throws IOException {
    if (id.equals(reserved)) {
      return;
    }
    if (inputs.has(id)) {
      inputs.discard(reserved);
    } else {
      inputs.rename(reserved, id);
    }
  }

  private String reserve(InputStore.Copy copy, String source, Instant now) throws IOException {
    String id = BatchIds.of(source, now);
    String candidate = id;
    for (int number = 2; !inputs.assign(copy, candidate); number++) {
      candidate = id + "-" + number;
    }
    return candidate;
  }

  /** The program's own copy has another name than the file that the user knows. */
  private static String what(RuntimeException why, InputStore.@Nullable Copy copy) {
    String message = String.valueOf(why.getMessage());
    boolean ofCopy =
        why instanceof InvalidInputException input
            && copy != null
            && copy.file().endsWith(input.file())
            && message.startsWith(input.file());
    return ofCopy
        ? message.substring(((InvalidInputException) why).file().length())
        : ": " + message;
  }

  private void receipt(Path file, String sha256, String sentence) {
    try {
      receipts.refused(String.valueOf(file.getFileName()), sha256, sentence);
    } catch (IOException e) {
      throw new RejectedFileException(
          sentence + " (its receipt can't be written: " + e.getMessage() + ")", e);
    }
  }
}
