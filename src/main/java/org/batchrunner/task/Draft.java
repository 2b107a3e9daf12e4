package org.batchrunner.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of one debater.
 *
 * @param model the model, as the reply names it
 * @param text the answer; null if the debater failed
 * @param evidence what the answer is based on, in the words of the debater
 * @param confidence the debater's own confidence, from 0 to 1; null if it gave none
 * @param safetyFlags the safety concerns that the debater raised
 * @param refusal whether the text is a refusal rather than an answer
 * @param permitted whether the policy allows it to be published
 * @param citations its quotations, each with its verdict; empty without a corpus
 * @param score the score from the judge; null if it was not judged
 * @param rejected why it can't be published, whatever its score; null if it can
 * @param notes what was corrected while reading it, such as clamped numbers or text around the JSON
 * @param error why there is no answer; null if there is
 * @param raw the raw reply, cut to a maximum length, if it holds more than the text; else null
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
