package org.batchrunner.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A quotation that a draft attributes to the corpus, and whether it was found there.
 *
 * @param title as the draft gives it
 * @param document the path of the document in the corpus if it is known, else as the draft gives it
 * @param page the page, from 1; null if the document has no pages or the quotation was not found
 * @param offset the number of characters before the quotation in the text of the document; null if
 *     it was not found
 * @param quote as the draft gives it
 * @param verdict the result of the check
 * @param score the similarity to the best passage, from 0 to 1
 * @param note an explanation of the verdict: why the quotation was not found, what differs, or that
 *     it is in another document than the one cited; null if there is none
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

  /** The result of checking a quotation. */
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
