package org.batchrunner.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.IOUtils;
import org.batchrunner.task.Citation;
import org.jspecify.annotations.Nullable;

/**
 * The documents that the answers of a batch are based on. Their texts and index lie in a folder of
 * the cache and are read from there as they are asked for. Safe for many threads.
 */
public final class Corpus implements AutoCloseable {

  private static final int SPARE_HITS = 3;

  private final Manifest manifest;
  private final boolean fromCache;
  private final Opened opened;
  private final QuoteChecker checker;

  private Corpus(Manifest manifest, boolean fromCache, Opened opened) {
    this.manifest = manifest;
    this.fromCache = fromCache;
    this.opened = opened;
    this.checker = new QuoteChecker(opened.store(), opened.index());
  }

  /**
   * Opens a corpus from the cache, or reads its files and puts them there.
   *
   * @param filesOrFolders {@code .txt}, {@code .md} and {@code .pdf} files, and folders of them
   * @param cache folder for what is read; made if it is missing; shared by corpora and processes
   * @throws InvalidCorpusException with every file that can't be used, and why
   * @throws UncheckedIOException if the cache can't be written or read
   */
  public static Corpus open(List<Path> filesOrFolders, Path cache, Clock clock) {
    return open(filesOrFolders, cache, clock, CorpusLimits.DEFAULTS);
  }

  /** As {@link #open(List, Path, Clock)}, with other limits. */
  public static Corpus open(
      List<Path> filesOrFolders, Path cache, Clock clock, CorpusLimits limits) {
    return open(Sources.find(filesOrFolders), cache, clock, limits, UnaryOperator.identity());
  }

  static Corpus open(
      List<SourceFile> files,
      Path cache,
      Clock clock,
      CorpusLimits limits,
      UnaryOperator<Directory> disk) {
    CorpusReader reader = new CorpusReader(files, limits, disk);
    boolean[] read = {false};
    try {
      Opened opened =
          new IndexCache(cache, clock, limits.unused())
              .open(
                  reader.key(),
                  Opened::open,
                  folder -> {
                    read[0] = true;
                    reader.read(folder);
                  });
      return new Corpus(Manifest.of(reader.hash(), files), !read[0], opened);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The corpus's cache in %s can't be used (%s). Free space there, or give write permission"
              .formatted(cache, e),
          e);
    }
  }

  /** A corpus in its folder of the cache. */
  private record Opened(Store store, PassageIndex index, List<Directory> directories) {

    static Opened open(Path folder) throws IOException {
      Directory texts = FSDirectory.open(folder.resolve(CorpusReader.STORE));
      Directory passages = FSDirectory.open(folder.resolve(CorpusReader.INDEX));
      Store store = null;
      try {
        store = Store.open(texts);
        return new Opened(store, PassageIndex.open(passages), List.of(texts, passages));
      } catch (Throwable e) {
        IOUtils.closeWhileHandlingException(store, texts, passages);
        throw e;
      }
    }
  }

  /**
   * The first 16 hexadecimal digits of the SHA-256 over the SHA-256 (as bytes) of each file, in the
   * order of their paths by code point.
   */
  public String hash() {
    return manifest.corpusHash();
  }

  /** Returns the list of its documents. */
  public Manifest manifest() {
    return manifest;
  }

  /** Returns whether it was read before, and came from the cache. */
  public boolean fromCache() {
    return fromCache;
  }

  /** The paths of the documents, in order. */
  public List<String> documents() {
    return opened.store().documents().stream().map(Document::path).toList();
  }

  /** Pages of the documents that have pages. */
  public int pages() {
    return opened.store().documents().stream().mapToInt(Document::pages).sum();
  }

  /** Returns the number of its passages. */
  public int passages() {
    return opened.index().size();
  }

  /** Returns sentences about usable files with problems: pages without text. */
  public List<String> notes() {
    return opened.store().documents().stream()
        .filter(document -> document.blank() > 0)
        .map(
            document ->
                "%s: %d of %d pages have no text (scanned?) and can't be cited"
                    .formatted(document.path(), document.blank(), document.pages()))
        .toList();
  }

  /**
   * Returns the passages that fit a text best, best first; always the same for the same corpus and
   * text.
   *
   * @param query any text; nothing in it is a command
   * @param count at most so many
   * @param tokenBudget about so many of them all; a passage that does not fit is left out
   */
  public List<Passage> passages(String query, int count, int tokenBudget) {
    List<Passage> passages = new ArrayList<>();
    Set<String> texts = new HashSet<>();
    int left = tokenBudget;
    for (PassageSpan span : opened.index().search(query, Math.min(count, 1000) * SPARE_HITS)) {
      if (passages.size() >= count) {
        break;
      }
      Passage passage = passage(span);
      int tokens = TokenEstimate.of(passage);
      if (tokens <= left && texts.add(passage.text())) {
        passages.add(passage);
        left -= tokens;
      }
    }
    return List.copyOf(passages);
  }

  /** Returns all documents completely, in order, if they fit the budget. */
  public Optional<List<Passage>> whole(int tokenBudget) {
    long chars = opened.store().documents().stream().mapToLong(Document::length).sum();
    // No tokenizer makes fewer than one token of eight characters of text.
    if (chars > 8L * tokenBudget) {
      return Optional.empty();
    }
    List<Passage> passages = new ArrayList<>();
    int left = tokenBudget;
    for (int i = 0; i < opened.store().documents().size(); i++) {
      int length = opened.store().documents().get(i).length();
      Passage passage = passage(new PassageSpan(i, 0, length, 0));
      passages.add(passage);
      left -= TokenEstimate.of(passage);
    }
    return left < 0 ? Optional.empty() : Optional.of(List.copyOf(passages));
  }

  /**
   * Searches for a quotation, first in the cited document, then in all others.
   *
   * @param title of the document, as the draft gives it
   * @param document its path or name, as the draft gives it
   * @param quote any text
   */
  public Citation check(@Nullable String title, @Nullable String document, String quote) {
    return checker.check(title, document, quote);
  }

  /**
   * Returns the text around a quotation that {@link #check} found.
   *
   * @param document its path
   * @param offset of the quotation in the document's text
   * @param margin characters before and after
   * @return empty if there is no such document
   */
  public Optional<QuoteContext> around(String document, int offset, String quote, int margin) {
    return opened.store().documents().stream()
        .filter(known -> known.path().equals(document))
        .findFirst()
        .map(
            there -> {
              int end = offset + length(there, offset, quote);
              return new QuoteContext(
                  opened.store().text(there, offset - margin, offset),
                  opened.store().text(there, offset, end),
                  opened.store().text(there, end, end + margin));
            });
  }

  /** Spaces, dashes and the like may make it longer or shorter than the quotation. */
  private int length(Document there, int offset, String quote) {
    String text = opened.store().text(there, offset, offset + 2 * quote.length());
    int folded = Quotation.of(quote).text().length();
    Folded match = Folding.fold(text);
    return folded >= match.text().length() ? text.length() : match.origin(folded);
  }

  private Passage passage(PassageSpan span) {
    Document document = opened.store().documents().get(span.document());
    return new Passage(
        document.title(),
        document.path(),
        document.pages() == 0 ? null : document.page(span.start()),
        span.start(),
        opened.store().text(document, span.start(), span.end()),
        span.score());
  }

  @Override
  public void close() {
    try {
      IOUtils.close(opened.index(), opened.store());
      IOUtils.close(opened.directories());
    } catch (IOException e) {
      throw new UncheckedIOException("the corpus's cache can't be closed", e);
    }
  }
}
