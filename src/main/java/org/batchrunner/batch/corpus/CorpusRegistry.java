package org.batchrunner.batch.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.batchrunner.batch.BatchContext;
import org.batchrunner.common.Json;
import org.batchrunner.corpus.Corpus;
import org.batchrunner.corpus.DocumentArchive;
import org.batchrunner.corpus.InvalidCorpusException;
import org.batchrunner.corpus.Manifest;
import org.batchrunner.corpus.Passage;
import org.batchrunner.corpus.QuoteContext;
import org.batchrunner.intake.RejectedFileException;
import org.batchrunner.ledger.BatchRecord;
import org.batchrunner.task.Citation;
import org.batchrunner.task.Draft;
import org.batchrunner.task.Result;
import org.batchrunner.task.options.Options;
import org.batchrunner.workflow.Grounding;
import org.batchrunner.workflow.Source;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The corpora that batches rest on. The documents of an accepted batch are copied; which they are
 * stands in {@code data/BATCH-ID/corpus.json}.
 */
public final class CorpusRegistry implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CorpusRegistry.class);

  private static final String MANIFEST = "corpus.json";
  private static final int MOST_OPEN = 8;
  private static final int MOST_KNOWN = 10_000;
  private static final int TOKENS_A_PASSAGE = 500;

  private final Path data;
  private final Clock clock;
  private final DocumentArchive archive;
  private final CorpusPool open = new CorpusPool(MOST_OPEN);

  /** By batch, the id of its corpus. */
  private final Map<String, String> known = new ConcurrentHashMap<>();

  public CorpusRegistry(Path data, Clock clock) {
    this.data = data;
    this.clock = clock;
    this.archive = new DocumentArchive(data.resolve("corpora"), clock);
  }

  /**
   * Reads and indexes the corpus of a file that is only planned.
   *
   * @return what a run needs to know of it
   * @throws RejectedFileException if a document can't be read
   */
  public Planned plan(Options options) {
    if (options.corpus().isEmpty()) {
      return new Planned("plan", Result.NO_CORPUS);
    }
    Corpus corpus = refusing(() -> archive.read(paths(options)));
    return remember("plan/" + corpus.manifest().id(), corpus);
  }

  /**
   * @param batch in whose name it is used
   * @param hash of the corpus
   */
  public record Planned(String batch, String hash) {}

  /**
   * Reads, indexes and copies the corpus of a batch, before anything is spent.
   *
   * @param folder that will be the batch's
   * @return the corpus's hash; {@code none} without a corpus
   * @throws RejectedFileException if a document can't be read
   */
  public String accept(Options options, Path folder) throws IOException {
    if (options.corpus().isEmpty()) {
      return Result.NO_CORPUS;
    }
    Instant start = clock.instant();
    Corpus corpus = refusing(() -> archive.keep(paths(options)));
    Manifest manifest = corpus.manifest();
    LOG.info(
        "corpus {}: {} documents, {} passages, {} in {} ms",
        corpus.hash(),
        corpus.documents().size(),
        corpus.passages(),
        corpus.fromCache() ? "from the cache" : "read",
        Duration.between(start, clock.instant()).toMillis());
    corpus.notes().forEach(note -> LOG.warn("{}", note));
    // Stays open: the batch will soon need it.
    String hash = remember(folder.toString(), corpus).hash();
    known.remove(folder.toString());
    Path file = folder.resolve(MANIFEST);
    Files.writeString(file, Json.write(manifest), StandardCharsets.UTF_8);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    return hash;
  }

  private Planned remember(String batch, Corpus corpus) {
    Manifest manifest = corpus.manifest();
    boolean[] taken = {false};
    open.use(
        manifest.id(),
        () -> {
          taken[0] = true;
          return corpus;
        },
        Function.identity());
    if (!taken[0]) {
      corpus.close();
    }
    known.put(batch, manifest.id());
    return new Planned(batch, manifest.corpusHash());
  }

  private interface Opener {
    Corpus open();
  }

  private static Corpus refusing(Opener opener) {
    try {
      return opener.open();
    } catch (InvalidCorpusException e) {
      throw new RejectedFileException(String.valueOf(e.getMessage()), e);
    }
  }

  private static List<Path> paths(Options options) {
    return options.corpus().stream().map(Path::of).toList();
  }

  /** Why a batch can't go on: its documents are not what they were. */
  public Optional<String> problem(BatchContext context) {
    if (!context.grounded()) {
      return Optional.empty();
    }
    try {
      return use(context, corpus -> Optional.empty());
    } catch (InvalidCorpusException | UncheckedIOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private <T> T use(BatchContext context, Function<Corpus, T> work) {
    if (known.size() > MOST_KNOWN) {
      known.clear();
    }
    String id = known.computeIfAbsent(context.batch(), batch -> manifest(data.resolve(batch)).id());
    return open.use(id, () -> reopen(context), work);
  }

  private Corpus reopen(BatchContext context) {
    return context.batch().startsWith("plan/")
        ? archive.read(paths(context.options()))
        : archive.open(manifest(data.resolve(context.batch())));
  }

  private static Manifest manifest(Path folder) {
    Path file = folder.resolve(MANIFEST);
    try {
      return Json.read(Files.readString(file), Manifest.class);
    } catch (IOException | IllegalArgumentException e) {
      throw new UncheckedIOException(
          "Which documents the batch rests on can't be read from %s; restore the data folder"
              .formatted(file),
          new IOException(e));
    }
  }

  /**
   * Deletes copies of documents that no batch in the data folder rests on any more.
   *
   * @return how many documents were deleted
   */
  public int sweep() {
    List<Manifest> used = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(data, Files::isDirectory)) {
      for (Path folder : folders) {
        if (Files.exists(folder.resolve(MANIFEST))) {
          used.add(manifest(folder));
        }
      }
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return archive.sweep(used);
  }

  /**
   * The passages for a task; null without a corpus.
   *
   * @throws IllegalArgumentException if there are none: what is quoted would have to be made up
   */
  public @Nullable Grounding grounding(BatchContext context, Options options, String text) {
    if (!context.grounded()) {
      return null;
    }
    int tokens = options.corpusTokens();
    int count = (tokens + TOKENS_A_PASSAGE - 1) / TOKENS_A_PASSAGE;
    return use(
        context,
        corpus -> {
          Optional<List<Passage>> whole = corpus.whole(tokens);
          if (whole.isPresent()) {
            return Grounding.shared(sources(whole.get()));
          }
          List<Passage> passages = corpus.passages(text, count, tokens);
          if (passages.isEmpty() && options.requiredCitations() > 0) {
            throw new IllegalArgumentException(
                "nobody was asked: no passage of the corpus shares a word with the task");
          }
          return Grounding.own(sources(passages));
        });
  }

  private static List<Source> sources(List<Passage> passages) {
    // In the order of the documents, whatever their rank: equal passages make equal prompts.
    return passages.stream()
        .sorted(Comparator.comparing(Passage::document).thenComparingInt(Passage::offset))
        .map(
            passage ->
                new Source(passage.title(), passage.document(), passage.page(), passage.text()))
        .toList();
  }

  /** The draft with each of its citations looked up. */
  public Draft check(BatchContext context, Draft draft) {
    if (!context.grounded() || draft.citations().isEmpty()) {
      return draft;
    }
    List<Citation> checked =
        use(
            context,
            corpus ->
                draft.citations().stream()
                    .map(
                        citation ->
                            corpus.check(citation.title(), citation.document(), citation.quote()))
                    .toList());
    return draft.withCitations(checked);
  }

  /**
   * The passage that a citation quotes.
   *
   * @param margin characters before and after
   * @return empty if it was not found in the corpus of the batch
   * @throws RejectedFileException if a document can't be read any more
   */
  public Optional<QuoteContext> around(BatchRecord batch, Citation citation, int margin) {
    String document = citation.document();
    Integer offset = citation.offset();
    if (batch.options().corpus().isEmpty() || document == null || offset == null) {
      return Optional.empty();
    }
    BatchContext context =
        new BatchContext(
            batch.id(), batch.no(), 0, batch.mode(), batch.options(), batch.corpusHash());
    try {
      return use(context, corpus -> corpus.around(document, offset, citation.quote(), margin));
    } catch (InvalidCorpusException e) {
      throw new RejectedFileException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    open.close();
  }
}
