package org.batchrunner.corpus;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.batchrunner.common.Sha256;

/**
 * Which documents a corpus has, and what is in each: enough to find it again in an {@link
 * DocumentArchive}.
 *
 * @param corpusHash of {@link Corpus#hash}
 * @param documents in the order of their paths
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Manifest(String corpusHash, List<Entry> documents) {

  /**
   * A document.
   *
   * @param path in the corpus, with {@code /}
   * @param sha256 of its content, in hexadecimal digits
   */
  public record Entry(String path, String sha256) {}

  public Manifest {
    documents = List.copyOf(documents);
  }

  static Manifest of(String hash, List<SourceFile> files) {
    return new Manifest(
        hash,
        files.stream()
            .map(file -> new Entry(file.path(), HexFormat.of().formatHex(file.digest())))
            .toList());
  }

  /** The same for the same documents under the same paths, and for nothing else. */
  public String id() {
    MessageDigest sha = Sha256.digest();
    for (Entry entry : documents) {
      Sha256.update(sha, entry.path());
      Sha256.update(sha, entry.sha256());
    }
    return Sha256.hex(sha);
  }
}
