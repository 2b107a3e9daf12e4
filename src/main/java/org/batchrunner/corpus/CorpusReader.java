package org.batchrunner.corpus;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.batchrunner.common.Sha256;
import org.jspecify.annotations.Nullable;

/** Reads the files of a corpus into a folder of the cache. */
final class CorpusReader {

  static final String STORE = "store";
  static final String INDEX = "index";

  /** Grows with each change to what the cache holds, folding and passages included. */
  private static final int FORMAT = 1;

  private static final int HASH_DIGITS = 16;

  private final List<SourceFile> files;
  private final CorpusLimits limits;
  private final UnaryOperator<Directory> disk;

  /**
   * @param disk wraps the folders that are written to
   */
  CorpusReader(List<SourceFile> files, CorpusLimits limits, UnaryOperator<Directory> disk) {
    this.files = files;
    this.limits = limits;
    this.disk = disk;
  }

  /** By what the files hold, in the order of their paths. */
  String hash() {
    MessageDigest sha = Sha256.digest();
    files.forEach(file -> sha.update(file.digest()));
    return Sha256.hex(sha).substring(0, HASH_DIGITS);
  }

  /** By all that a cache depends on: what the files hold and are called, and how they are cut. */
  String key() {
    MessageDigest sha = Sha256.digest();
    Sha256.update(sha, FORMAT + " " + limits.passageChars() + " " + limits.overlapChars());
    for (SourceFile file : files) {
      Sha256.update(sha, file.path());
      sha.update(file.digest());
    }
    return Sha256.hex(sha).substring(0, HASH_DIGITS);
  }

  /**
   * @throws InvalidCorpusException with every file that can't be used
   */
  void read(Path folder) throws IOException {
    try (Directory texts = disk.apply(FSDirectory.open(folder.resolve(STORE)))) {
      try (StoreWriter writer = new StoreWriter(texts)) {
        readFiles(writer);
        writer.finish();
      }
      try (Store store = Store.open(texts);
          Directory index = disk.apply(FSDirectory.open(folder.resolve(INDEX)))) {
        PassageCutter cutter =
            new PassageCutter(store, limits.passageChars(), limits.overlapChars());
        PassageIndex.write(index, store, cutter);
      }
    }
  }

  private void readFiles(StoreWriter writer) throws IOException {
    List<String> problems = new ArrayList<>();
    for (SourceFile file : files) {
      String path = DocumentNames.plain(file.path());
      try {
        DocumentText text = new DocumentText(limits.documentChars());
        PdfReader pdf = readFile(file, text);
        // Of bad files the user hears all at once; nothing will come of the others then.
        if (problems.isEmpty()) {
          String title = Titles.of(path, text.head(), pdf == null ? null : pdf.title());
          writer.add(path, title, pdf == null ? 0 : pdf.blank(), text);
        }
      } catch (UnreadableDocumentException e) {
        problems.add(path + " " + e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidCorpusException(problems);
    }
  }

  private static @Nullable PdfReader readFile(SourceFile file, DocumentText text)
      throws IOException {
    PdfReader pdf = null;
    if (file.path().toLowerCase(Locale.ROOT).endsWith(".pdf")) {
      pdf = PdfReader.read(file.file(), text);
    } else {
      TextReader.read(file.file(), text);
    }
    if (!Arrays.equals(Sha256.of(file.file()), file.digest())) {
      throw new UnreadableDocumentException("changed while it was read; drop the batch again");
    }
    return pdf;
  }
}
