package org.batchrunner.ledger;

import org.batchrunner.money.Dollars;
import org.batchrunner.money.Tokens;
import org.batchrunner.task.CallProgress;
import org.batchrunner.task.Reply.Finish;
import org.jspecify.annotations.Nullable;

/**
 * What became of a call.
 *
 * @param seq of its task
 * @param no of its intent
 * @param state settled, free or at risk
 * @param cost what it is known to have cost; without meaning unless {@code SETTLED}
 * @param replyModel as the reply names it
 * @param httpStatus null if there was no answer
 * @param latencyMs from sending to the end
 * @param answer what is kept for a later call of the same content; null if it can't be used again
 * @param progress how far it got
 */
public record Settlement(
    int seq,
    int no,
    CallState state,
    Dollars cost,
    @Nullable String replyModel,
    @Nullable Tokens tokens,
    @Nullable Finish finish,
    @Nullable Integer httpStatus,
    @Nullable String requestId,
    @Nullable String error,
    long latencyMs,
    @Nullable Answer answer,
    CallProgress progress) {

  /**
   * A reply's text under the key of its call's content.
   *
   * @param key of the content, {@link org.batchrunner.task.Call#key}; empty if it is kept, and
   *     never used again
   * @param ending the provider's own word for why it ended; empty if it has none
   * @param raw the reply itself, bounded, where its text is not all of it; null where it is
   */
  public record Answer(String key, String text, String ending, @Nullable String raw) {

    /** A reply that is its text. */
    public Answer(String key, String text) {
      this(key, text, "", null);
    }

    /** Without the text: replies stay out of logs. */
    @Override
    public String toString() {
      return "Answer[" + key + "]";
    }
  }

  public Settlement {
    if (state == CallState.INTENDED || state == CallState.RELEASED) {
      throw new IllegalArgumentException("this state does not settle a call: " + state.wire());
    }
    if (cost.nanos() < 0) {
      throw new IllegalArgumentException("a call can't cost less than nothing: " + cost);
    }
  }

  /** The same, with a reply that is kept. */
  public Settlement keeping(@Nullable Answer kept) {
    return new Settlement(
        seq,
        no,
        state,
        cost,
        replyModel,
        tokens,
        finish,
        httpStatus,
        requestId,
        error,
        latencyMs,
        kept,
        progress);
  }

  /** A call that cost nothing: never sent, or refused by the provider. */
  public static Settlement free(
      int seq, int no, @Nullable Integer httpStatus, @Nullable String error, long latencyMs) {
    return lost(seq, no, CallState.FREE, httpStatus, error, latencyMs);
  }

  /** A call that may have been billed, without a usable reply. */
  public static Settlement atRisk(
      int seq, int no, @Nullable Integer httpStatus, @Nullable String error, long latencyMs) {
    return lost(seq, no, CallState.AT_RISK, httpStatus, error, latencyMs);
  }

  private static Settlement lost(
      int seq,
      int no,
      CallState state,
      @Nullable Integer httpStatus,
      @Nullable String error,
      long latencyMs) {
    return new Settlement(
        seq,
        no,
        state,
        Dollars.ZERO,
        null,
        null,
        null,
        httpStatus,
        null,
        error,
        latencyMs,
        null,
        httpStatus == null ? CallProgress.UNKNOWN : CallProgress.ANSWERED);
  }

  /** An intent that was taken back: nothing was sent, and it is no attempt. */
  public static Settlement unsent(int seq, int no, String why) {
    return free(seq, no, null, why, 0).reached(CallProgress.UNSENT, null);
  }

  /**
   * The same, knowing how far the call got.
   *
   * @param vendorsId the vendor's own id of the request, where it has told one
   */
  public Settlement reached(CallProgress far, @Nullable String vendorsId) {
    return new Settlement(
        seq,
        no,
        state,
        cost,
        replyModel,
        tokens,
        finish,
        httpStatus,
        vendorsId == null ? requestId : vendorsId,
        error,
        latencyMs,
        answer,
        far);
  }

  /** A call with a reply of known cost. */
  public static Settlement settled(
      int seq,
      int no,
      Dollars cost,
      String replyModel,
      Tokens tokens,
      Finish finish,
      long latencyMs,
      @Nullable Answer answer) {
    return new Settlement(
        seq,
        no,
        CallState.SETTLED,
        cost,
        replyModel,
        tokens,
        finish,
        200,
        null,
        null,
        latencyMs,
        answer,
        CallProgress.ANSWERED);
  }
}
