package org.batchrunner.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Keeps copies of the documents that batches use, and what was read from them. A batch can be
 * finished, and retried, even if the originals are changed or deleted.
 */
public final class DocumentArchive {

  private final Documents documents;
  private final Path cache;
  private final Clock clock;

  /**
   * @param folder made when it is needed: {@code documents} in it is kept, {@code index} can be
   *     made again from it
   */
  public DocumentArchive(Path folder, Clock clock) {
    this.documents = new Documents(folder.resolve("documents"), clock);
    this.cache = folder.resolve("index");
    this.clock = clock;
  }

  /**
   * Opens a corpus in its place, and keeps only what can be created again.
   *
   * @throws InvalidCorpusException with every file that can't be used, and why
   * @throws UncheckedIOException if the folder can't be written or read
   */
  public Corpus read(List<Path> filesOrFolders) {
    return open(Sources.find(filesOrFolders));
  }

  /**
   * Opens a corpus, and copies its documents durably. A document that is here already is not copied
   * again, in whichever corpus it came.
   *
   * @throws InvalidCorpusException with every file that can't be used, and why; then nothing is
   *     copied
   * @throws UncheckedIOException if the folder can't be written or read
   */
  public Corpus keep(List<Path> filesOrFolders) {
    List<SourceFile> files = Sources.find(filesOrFolders);
    Corpus corpus = open(files);
    try {
      List<String> problems = new ArrayList<>();
      for (SourceFile file : files) {
        try {
          documents.keep(file);
        } catch (UnreadableDocumentException e) {
          problems.add(DocumentNames.plain(file.path()) + " " + e.getMessage());
        }
      }
      if (!problems.isEmpty()) {
        throw new InvalidCorpusException(problems);
      }
      return corpus;
    } catch (IOException e) {
      corpus.close();
      throw new UncheckedIOException(
          "The documents can't be copied to %s (%s). Free space there, or give write permission"
              .formatted(documents, e),
          e);
    } catch (RuntimeException e) {
      corpus.close();
      throw e;
    }
  }

  /**
   * Opens an archived corpus, after checking each of its documents.
   *
   * @throws InvalidCorpusException with every document that is missing here, or is not any more
   *     what it was
   * @throws UncheckedIOException if the folder can't be read
   */
  public Corpus open(Manifest manifest) {
    List<SourceFile> files = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Manifest.Entry entry : manifest.documents()) {
      if (documents.whole(entry.sha256())) {
        byte[] digest = HexFormat.of().parseHex(entry.sha256());
        files.add(new SourceFile(entry.path(), documents.file(entry.sha256()), digest));
      } else {
        problems.add(
            "%s is missing or damaged in %s; restore the data folder from a backup, or copy the"
                    .formatted(DocumentNames.plain(entry.path()), documents.file(entry.sha256()))
                + " original there");
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidCorpusException(problems);
    }
    return open(files);
  }

  private Corpus open(List<SourceFile> files) {
    return Corpus.open(files, cache, clock, CorpusLimits.DEFAULTS, UnaryOperator.identity());
  }

  /**
   * Deletes the documents that no corpus has, but for those of the last day: their batch may not be
   * written yet.
   *
   * @param used all corpora that are still needed
   * @return how many were deleted
   */
  public int sweep(Collection<Manifest> used) {
    Set<String> needed = new HashSet<>();
    for (Manifest manifest : used) {
      manifest.documents().forEach(entry -> needed.add(entry.sha256()));
    }
    try {
      return documents.sweep(needed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
