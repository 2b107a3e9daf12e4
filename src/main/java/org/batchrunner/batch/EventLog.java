package org.batchrunner.batch;

import java.util.List;
import org.batchrunner.common.Count;
import org.batchrunner.metrics.CallOutcome;
import org.batchrunner.money.Dollars;
import org.batchrunner.provider.CallFailure;
import org.batchrunner.task.BatchState;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Result;
import org.batchrunner.task.Totals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The log: one line an event, with its batch and its task as fields of their own. Neither prompts
 * nor answers nor what vendors say about them are in it. What there is for every task or call is
 * {@code debug}, so that a million rows do not drown the rest.
 */
public final class EventLog {

  private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);
  private static final int MONEY = 4;

  private EventLog() {}

  public static void accepted(String batch, String source, int tasks, String how) {
    log(
        Level.INFO,
        "accepted",
        batch,
        "%s accepted, %s, %s".formatted(source, Count.of(tasks, "task"), how));
  }

  public static void notWritten(String batch, String what, Exception why) {
    log(
        Level.WARN,
        "not-written",
        batch,
        "it is accepted; %s can't be written to the outbox now (%s) and is written when the batch runs"
            .formatted(what, why));
  }

  /** A file with the content and options of a batch that has not ended. */
  public static void joined(String batch, String sentence) {
    log(Level.INFO, "joined", batch, sentence);
  }

  /** A file is no batch; the sentence says why. */
  public static void refused(String source, String sentence) {
    LOG.atWarn().addKeyValue("event", "refused").addKeyValue("source", source).log("{}", sentence);
  }

  public static void claimed(String batch, long done, int total, @Nullable String before) {
    if (before != null) {
      log(Level.WARN, "taken-over", batch, "taken over from %s, which is gone".formatted(before));
    }
    log(
        Level.INFO,
        "claimed",
        batch,
        "%d of %s done, going on".formatted(done, Count.of(total, "task")));
  }

  public static void wanted(String batch, String what) {
    log(Level.INFO, "wanted", batch, what);
  }

  public static void leaseLost(String batch) {
    log(Level.WARN, "lease-lost", batch, "another program has taken it over; no task begins here");
  }

  public static void breach(String batch, String sentence) {
    log(Level.ERROR, "breach", batch, sentence);
  }

  /** A task failed in a way that nobody foresaw, and its batch is paused for it. */
  public static void failed(String batch, Throwable failure) {
    event(Level.ERROR, "failed", batch)
        .log(
            "batch {}: {}. The batch is paused and the task is not done. When the cause is removed,"
                + " go on with: batch-runner resume {}",
            batch,
            failure.getMessage() == null ? failure.toString() : failure.getMessage(),
            batch);
    LOG.debug("batch {}: a task failed", batch, failure);
  }

  public static void released(
      String batch, BatchState state, @Nullable String reason, Totals totals, Dollars spent) {
    boolean left = state == BatchState.ACCEPTED || state == BatchState.RUNNING;
    Level level =
        state == BatchState.STOPPED || state == BatchState.PAUSED ? Level.WARN : Level.INFO;
    LoggingEventBuilder ended =
        event(level, left ? "left" : state.wire(), batch).addKeyValue("spent", spent);
    for (var count : totals.byStatus().entrySet()) {
      ended = ended.addKeyValue(count.getKey().wire(), count.getValue());
    }
    ended.log(
        "batch {}: {}{}, {} tasks done, spent {}",
        batch,
        left ? "interrupted, it goes on at the next start" : state.wire(),
        because(reason),
        totals.done(),
        spent.format(MONEY));
  }

  /** What a vendor has said about it comes after a colon, and stays out. */
  private static String because(@Nullable String reason) {
    return reason == null ? "" : " (" + reason.split(":", 2)[0] + ")";
  }

  /** The files of a batch in the outbox are as its state asks for. */
  public static void reported(String batch, BatchState state) {
    log(
        Level.INFO,
        "reported",
        batch,
        state.ended() ? "its reports are written" : "results.csv is written so far");
  }

  public static void ended(String batch, Result result) {
    if (LOG.isDebugEnabled()) {
      event(Level.DEBUG, "task", batch)
          .addKeyValue("task", result.seq())
          .addKeyValue("status", result.status().wire())
          .addKeyValue("cost", result.costEstimate())
          .log(
              "batch {}, task {}: {}, cost {}",
              batch,
              result.seq(),
              result.status().wire(),
              result.costEstimate().format(MONEY));
    }
  }

  public static void callFailed(
      String batch, int task, ModelId model, int attempt, CallFailure outcome) {
    if (LOG.isDebugEnabled()) {
      String what = CallOutcome.of(outcome).wire();
      event(Level.DEBUG, "call-failed", batch)
          .addKeyValue("task", task)
          .addKeyValue("model", model)
          .addKeyValue("attempt", attempt)
          .addKeyValue("outcome", what)
          .log(
              "batch {}, task {}: attempt {} at {} failed: {}{}",
              batch,
              task,
              attempt,
              model,
              what,
              outcome.httpStatus() == null ? "" : " (HTTP " + outcome.httpStatus() + ")");
    }
  }

  public static void provider(String event, String provider, String sentence) {
    LOG.atWarn()
        .addKeyValue("event", event)
        .addKeyValue("provider", provider)
        .log("provider {}: {}", provider, sentence);
  }

  public static void moneyReleased(String batch, List<Dollars> amounts, String how) {
    Dollars amount = Dollars.sum(amounts.stream());
    event(Level.WARN, "money-released", batch)
        .addKeyValue("calls", amounts.size())
        .addKeyValue("amount", amount)
        .log(
            "batch {}: {} of {} lost calls is back under the cap, released {}",
            batch,
            amount.format(MONEY),
            amounts.size(),
            how);
  }

  private static void log(Level level, String event, String batch, String sentence) {
    event(level, event, batch).log("batch {}: {}", batch, sentence);
  }

  private static LoggingEventBuilder event(Level level, String event, String batch) {
    return LOG.atLevel(level).addKeyValue("event", event).addKeyValue("batch", batch);
  }
}
