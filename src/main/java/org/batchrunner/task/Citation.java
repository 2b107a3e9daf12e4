package org.batchrunner.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A quotation that a draft claims to have from the corpus, and whether it is there.
 *
 * @param title as the draft gives it
 * @param document the document's path in the corpus, where it is known, else as the draft gives it
 * @param page 1 for the first page; null where the document has no pages or nothing was found
 * @param offset characters before the quotation in the document's text; null where not found
 * @param quote as the draft gives it
 * @param verdict what the look-up found
 * @param score 0 to 1, how near the passage is that was found
 * @param note what a reader should know of the verdict: why a quotation was not found, what
 *     differs, that it stands in another document than the one cited; null for nothing
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Citation(
    @Nullable String title,
    @Nullable String document,
    @Nullable Integer page,
    @Nullable Integer offset,
    String quote,
    Verdict verdict,
    double score,
    @Nullable String note) {

  public Citation(
      @Nullable String title,
      @Nullable String document,
      @Nullable Integer page,
      @Nullable Integer offset,
      String quote,
      Verdict verdict,
      double score) {
    this(title, document, page, offset, quote, verdict, score, null);
  }

  /** What the look-up of a quotation found. */
  public enum Verdict {
    VERIFIED,
    PARAPHRASE,
    NOT_FOUND;

    @JsonValue
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static Verdict of(String wire) {
      return valueOf(wire.toUpperCase(Locale.ROOT));
    }
  }
}
