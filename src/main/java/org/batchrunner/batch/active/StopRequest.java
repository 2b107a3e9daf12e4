package org.batchrunner.batch.active;

/**
 * Why a batch that runs here is to stop, and what that means for its tasks. Each question that the
 * code asks about it is one method, so that all steps on the way of a call get the same answer.
 */
public enum StopRequest {
  /** The batch runs. */
  NONE(Tasks.BEGIN, Calls.BEGIN),
  /** The program pauses it: the account is out of credit, say. Tasks that run finish. */
  PAUSE(Tasks.WAIT, Calls.BEGIN),
  /** No call can succeed: its key, its address or a model is wrong. No further call begins. */
  REFUSED(Tasks.WAIT, Calls.END),
  /** The user pauses it. Tasks that run finish. */
  PAUSE_BY_USER(Tasks.WAIT, Calls.BEGIN),
  /** The user cancels it. Tasks that run finish; the others become cancelled. */
  CANCEL(Tasks.SKIP, Calls.BEGIN),
  /** A reply used more than its bound. Tasks that run finish; the others are skipped. */
  BREACH(Tasks.SKIP, Calls.BEGIN),
  /** The program stops, or can't go on here. Calls under way finish, no other begins. */
  LEAVE(Tasks.WAIT, Calls.END),
  /** A task was lost on its way to another program: like LEAVE, then the batch is claimed again. */
  CLAIM_AGAIN(Tasks.WAIT, Calls.END),
  /** Another program has the batch: like LEAVE, and nothing of it is changed here any more. */
  TAKEN_OVER(Tasks.WAIT, Calls.END);

  private enum Tasks {
    BEGIN,
    WAIT,
    SKIP
  }

  private enum Calls {
    BEGIN,
    END
  }

  private final Tasks tasks;
  private final Calls calls;

  StopRequest(Tasks tasks, Calls calls) {
    this.tasks = tasks;
    this.calls = calls;
  }

  /** Whether a task that has not begun may begin. */
  public boolean letsTasksBegin() {
    return tasks == Tasks.BEGIN;
  }

  /** Whether it is the user who wants no further task. */
  public boolean isByUser() {
    return this == PAUSE_BY_USER || this == CANCEL;
  }

  /** Whether tasks that have not begun get a result without running. */
  public boolean skipsTasks() {
    return tasks == Tasks.SKIP;
  }

  /** Whether a task that runs may begin another call, or another attempt at one. */
  public boolean letsCallsBegin() {
    return calls == Calls.BEGIN;
  }

  /** Whether the batch stays unfinished, for this program or another to go on with it. */
  public boolean leavesBatchUnfinished() {
    return calls == Calls.END && this != REFUSED;
  }
}
