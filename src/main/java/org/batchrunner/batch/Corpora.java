package org.batchrunner.batch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.batchrunner.corpus.BadCorpus;
import org.batchrunner.corpus.Corpus;
import org.batchrunner.corpus.Passage;
import org.batchrunner.intake.TaskFileName;
import org.batchrunner.task.Citation;
import org.batchrunner.task.Draft;
import org.batchrunner.task.Option;
import org.batchrunner.task.Options;
import org.batchrunner.task.Result;
import org.batchrunner.workflow.Grounding;
import org.batchrunner.workflow.Source;
import org.jspecify.annotations.Nullable;

/** The corpora that batches rest on, each opened once. */
public final class Corpora implements AutoCloseable {

  private static final String BESIDE = ".corpus";
  private static final int PASSAGES = 6;
  private static final int TOKEN_BUDGET = 3000;

  private final Path cache;
  private final Clock clock;
  private final Map<String, Corpus> open = new ConcurrentHashMap<>();

  public Corpora(Path data, Clock clock) {
    this.cache = data.resolve("corpora");
    this.clock = clock;
  }

  /** The options with a folder {@code NAME.corpus} beside the file, and paths made absolute. */
  Options resolve(Path file, Options options) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      return options;
    }
    Path beside = folder.resolve(TaskFileName.stem(String.valueOf(file.getFileName())) + BESIDE);
    List<Path> paths =
        options.corpus().isEmpty() && Files.isDirectory(beside)
            ? List.of(beside)
            : options.corpus().stream().map(path -> absolute(folder, path)).toList();
    return paths.isEmpty()
        ? options
        : options.with(Map.of(Option.CORPUS.key(), paths.stream().map(Path::toString).toList()));
  }

  /** Whether the corpus is the folder {@code NAME.corpus} of the file {@code NAME.csv}. */
  static boolean isBeside(String source, Options options) {
    return options.corpus().size() == 1
        && Path.of(options.corpus().get(0)).endsWith(TaskFileName.stem(source) + BESIDE);
  }

  private static Path absolute(Path folder, String path) {
    Path besideFile = folder.resolve(path);
    return Files.exists(besideFile) ? besideFile : Path.of(path).toAbsolutePath();
  }

  /**
   * Reads and indexes the corpus of a batch before anything is spent.
   *
   * @return its hash; {@code none} without a corpus
   * @throws Refused if a document can't be read
   */
  String prepare(Options options) {
    if (options.corpus().isEmpty()) {
      return Result.NO_CORPUS;
    }
    try {
      Corpus corpus = open(options);
      Corpus before = open.putIfAbsent(corpus.hash(), corpus);
      if (before != null) {
        corpus.close();
      }
      return corpus.hash();
    } catch (BadCorpus e) {
      throw new Refused(String.valueOf(e.getMessage()), e);
    }
  }

  private Corpus corpus(RunContext context) {
    return open.computeIfAbsent(context.corpusHash(), hash -> open(context.options()));
  }

  private Corpus open(Options options) {
    return Corpus.open(options.corpus().stream().map(Path::of).toList(), cache, clock);
  }

  /** The passages for a task; null without a corpus. */
  @Nullable Grounding grounding(RunContext context, String text) {
    if (!context.grounded()) {
      return null;
    }
    Corpus corpus = corpus(context);
    return corpus
        .whole(TOKEN_BUDGET)
        .map(passages -> Grounding.shared(sources(passages)))
        .orElseGet(() -> Grounding.own(sources(corpus.passages(text, PASSAGES, TOKEN_BUDGET))));
  }

  private static List<Source> sources(List<Passage> passages) {
    return passages.stream()
        .map(passage -> new Source(passage.title(), passage.document(), passage.text()))
        .toList();
  }

  /** The draft with each of its citations looked up. */
  Draft check(RunContext context, Draft draft) {
    if (!context.grounded() || draft.citations().isEmpty()) {
      return draft;
    }
    Corpus corpus = corpus(context);
    List<Citation> checked =
        draft.citations().stream()
            .map(citation -> corpus.check(citation.title(), citation.document(), citation.quote()))
            .toList();
    return draft.withCitations(checked);
  }

  @Override
  public void close() {
    open.values().forEach(Corpus::close);
    open.clear();
  }
}
