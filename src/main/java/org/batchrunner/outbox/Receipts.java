package org.batchrunner.outbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.batchrunner.common.Json;
import org.jspecify.annotations.Nullable;

/** Writes what became of each dropped file to {@code outbox/.receipts/FILENAME-SHA8.json}. */
public final class Receipts {

  private static final int SHA_DIGITS = 8;

  private final Outbox outbox;

  public Receipts(Outbox outbox) {
    this.outbox = outbox;
  }

  /**
   * @param source the file's name
   * @param sha256 of its content, in hexadecimal digits
   * @param batch the id of the batch that it became or joined
   * @param notes what was left out, as sentences
   * @return the receipt
   */
  public Path accepted(String source, String sha256, String batch, List<String> notes)
      throws IOException {
    return write(source, sha256, "accepted", batch, null, notes);
  }

  /** As {@link #accepted}, but a receipt that is there already is left alone. */
  public void acceptedIfMissing(String source, String sha256, String batch, List<String> notes)
      throws IOException {
    if (!Files.exists(file(source, sha256))) {
      accepted(source, sha256, batch, notes);
    }
  }

  /**
   * @param error what is wrong with it, where, and what to do
   * @return the receipt
   */
  public Path refused(String source, String sha256, String error) throws IOException {
    return write(source, sha256, "refused", null, error, List.of());
  }

  /**
   * @param sentence what it waits for, and how long
   * @return the receipt
   */
  public Path waiting(String source, String sha256, String sentence) throws IOException {
    return write(source, sha256, "waiting", null, sentence, List.of());
  }

  private Path write(
      String source,
      String sha256,
      String state,
      @Nullable String batch,
      @Nullable String error,
      List<String> notes)
      throws IOException {
    Map<String, @Nullable Object> receipt = new LinkedHashMap<>();
    receipt.put("source", source);
    receipt.put("sha256", sha256);
    receipt.put("state", state);
    receipt.put("batch", batch);
    receipt.put("error", error);
    if (!notes.isEmpty()) {
      receipt.put("notes", notes);
    }
    Path file = file(source, sha256);
    SafeFiles.write(file, (Json.write(receipt) + "\n").getBytes(StandardCharsets.UTF_8));
    return file;
  }

  private Path file(String source, String sha256) throws IOException {
    String digits = sha256.substring(0, Math.min(SHA_DIGITS, sha256.length()));
    return SafeFiles.in(
        outbox.receipts(), SafeNames.of(source) + "-" + SafeNames.of(digits) + ".json");
  }
}
