package org.batchrunner.batch.corpus;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.batchrunner.corpus.Corpus;
import org.jspecify.annotations.Nullable;

/**
 * Corpora that are open, each once. Of those that nobody uses at the moment a few stay open, the
 * last used ones. Thread-safe.
 */
final class CorpusPool implements AutoCloseable {

  private final int most;
  private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param most stay open, but for those in use
   */
  CorpusPool(int most) {
    this.most = most;
  }

  /** A corpus that is opened by the first who uses it; the others wait for that. */
  private static final class Entry {

    private @Nullable Corpus corpus;
    private int users;

    synchronized Corpus open(Supplier<Corpus> opener) {
      Corpus known = corpus;
      if (known == null) {
        known = opener.get();
        corpus = known;
      }
      return known;
    }

    synchronized void close() {
      if (corpus != null) {
        corpus.close();
        corpus = null;
      }
    }
  }

  /**
   * Works with a corpus, which is not closed meanwhile.
   *
   * @param opener opens it, if it is not open; what it throws is thrown on, and the next user tries
   *     again
   */
  <T> T use(String id, Supplier<Corpus> opener, Function<Corpus, T> work) {
    Entry entry = acquire(id);
    try {
      return work.apply(entry.open(opener));
    } finally {
      release(entry).forEach(Entry::close);
    }
  }

  private synchronized Entry acquire(String id) {
    Entry entry = entries.computeIfAbsent(id, key -> new Entry());
    entry.users++;
    return entry;
  }

  /** The entries that nobody can reach any more. */
  private synchronized List<Entry> release(Entry used) {
    used.users--;
    List<Entry> dropped = new ArrayList<>();
    Iterator<Entry> eldest = entries.values().iterator();
    for (int surplus = entries.size() - most; surplus > 0 && eldest.hasNext(); ) {
      Entry entry = eldest.next();
      if (entry.users == 0) {
        eldest.remove();
        dropped.add(entry);
        surplus--;
      }
    }
    return dropped;
  }

  @Override
  public synchronized void close() {
    entries.values().forEach(Entry::close);
    entries.clear();
  }
}
