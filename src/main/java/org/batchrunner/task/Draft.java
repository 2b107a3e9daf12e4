package org.batchrunner.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one debater answered.
 *
 * @param model as the reply names it
 * @param text the answer; null if the debater failed
 * @param evidence what the answer rests on, in the debater's words
 * @param confidence 0 to 1; null if it gave none
 * @param safetyFlags as the debater raised them
 * @param refusal whether it is a refusal rather than an answer
 * @param permitted whether the policy lets it be published
 * @param citations what it cites, each with its verdict; empty without a corpus
 * @param score the judge's; null if it was not judged
 * @param rejected why it can't be published whatever its score; null if it can
 * @param notes what was mended in reading it: numbers clamped, text around the JSON
 * @param error why there is no answer; null if there is
 * @param raw the reply itself, bounded, where its text is not all of it; null where it is
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Draft(
    String provider,
    String model,
    @Nullable String text,
    List<String> evidence,
    @Nullable Double confidence,
    List<String> safetyFlags,
    boolean refusal,
    boolean permitted,
    List<Citation> citations,
    @Nullable Score score,
    @Nullable String rejected,
    List<String> notes,
    @Nullable String error,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String raw) {

  public Draft withText(@Nullable String newText) {
    return with(newText, citations, score, rejected);
  }

  public Draft withScore(Score newScore) {
    return with(text, citations, newScore, rejected);
  }

  public Draft withRejected(String newReason) {
    return with(text, citations, score, newReason);
  }

  public Draft withCitations(List<Citation> checked) {
    return with(text, checked, score, rejected);
  }

  private Draft with(
      @Nullable String newText,
      List<Citation> newCitations,
      @Nullable Score newScore,
      @Nullable String newRejected) {
    return new Draft(
        provider,
        model,
        newText,
        evidence,
        confidence,
        safetyFlags,
        refusal,
        permitted,
        newCitations,
        newScore,
        newRejected,
        notes,
        error,
        raw);
  }
}
