package org.batchrunner.batch.run;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.batchrunner.ledger.IntendedCall;
import org.batchrunner.money.Dollars;
import org.batchrunner.provider.limits.Permit;
import org.batchrunner.task.Call;
import org.batchrunner.task.CallProgress;
import org.batchrunner.task.Prompt;
import org.batchrunner.task.Reply;
import org.jspecify.annotations.Nullable;

/**
 * A call on its way through the call routes.
 *
 * <p>Its reservation is the part of the run's hold that one attempt draws on. An attempt that cost
 * nothing leaves it as it was; an attempt that was or may have been billed uses it up, so that the
 * next one has to ask for more.
 */
public final class CallInProgress {

  /** The endpoint of mock mode. */
  public static final String MOCK = "mock";

  /**
   * With a second between most of them, a call is held back for some minutes before it is given up.
   */
  public static final int MOST_HELD_BACK = 300;

  private final Run run;
  private final Call call;
  private final Prompt prompt;
  private boolean reserved;
  private int intent;
  private boolean intendedAhead;
  private boolean open;
  private int attempts;
  private int heldBack;
  private int waits;
  private int unreadable;
  private volatile CallProgress progress = CallProgress.UNKNOWN;
  private volatile @Nullable String vendorsId;
  private long startedNanos;
  private @Nullable Permit ticket;
  private @Nullable Reply stored;
  private @Nullable JudgeAttempt sitting;
  private @Nullable String partial;
  private @Nullable String unusable;
  private @Nullable CompletableFuture<Optional<Reply>> led;

  /**
   * @param reserved whether the run's hold covers the first attempt
   */
  public CallInProgress(Run run, Call call, Prompt prompt, boolean reserved) {
    this.run = run;
    this.call = call;
    this.prompt = prompt;
    this.reserved = reserved;
  }

  public Run run() {
    return run;
  }

  public Call call() {
    return call;
  }

  public Prompt prompt() {
    return prompt;
  }

  /** A reply to an identical call that was paid for before; null if there is none. */
  public @Nullable Reply stored() {
    return stored;
  }

  public void stored(@Nullable Reply reply) {
    stored = reply;
  }

  /** What identical calls wait for, if this one leads them; asked once. */
  public @Nullable CompletableFuture<Optional<Reply>> takeLed() {
    CompletableFuture<Optional<Reply>> mine = led;
    led = null;
    return mine;
  }

  public void lead(CompletableFuture<Optional<Reply>> mine) {
    led = mine;
  }

  /**
   * A reply of it could not be used.
   *
   * @param said the text that it holds; null for none
   * @param raw the reply itself, bounded; null for none
   */
  public void unusable(@Nullable String said, @Nullable String raw) {
    partial = said;
    unusable = raw;
  }

  /** What its last unusable reply said; null if there is none. */
  @Nullable String partial() {
    return partial;
  }

  /** Its last unusable reply, bounded; null if there is none. */
  public @Nullable String unusable() {
    return unusable;
  }

  /** What a call to a judge is to score. */
  JudgeAttempt sitting() {
    return Objects.requireNonNull(sitting, "not a call to a judge");
  }

  void sitting(JudgeAttempt judged) {
    sitting = judged;
  }

  /** The call's number within its run, under which its intent is in the ledger. */
  public int intent() {
    return intent;
  }

  /** The intent was written with the admission. */
  public void intendedAhead(int number) {
    intent = number;
    intendedAhead = true;
  }

  /** Whether this attempt's intent is in the ledger already; asked once. */
  public boolean takeIntentAhead() {
    boolean ahead = intendedAhead;
    intendedAhead = false;
    return ahead;
  }

  /** Whether an intent that was made ahead has not been used. */
  public boolean hasIntentAhead() {
    return intendedAhead;
  }

  /** Notes that the ledger has the intent of the attempt that begins. */
  public void opened() {
    open = true;
    progress = CallProgress.UNSENT;
  }

  /** Notes that the attempt has been settled. */
  public void closed() {
    open = false;
  }

  /** Whether the ledger waits for the settlement of an attempt. */
  public boolean isOpen() {
    return open;
  }

  /** The attempt that begins, as the ledger writes it down before the request leaves. */
  public IntendedCall intended() {
    return new IntendedCall(run.task().seq(), intent, call.phase(), call.model(), call.worst());
  }

  /** Begins an attempt with a new number. */
  public void intent(int number) {
    intent = number;
  }

  /** What the next attempt has to add to the run's hold. */
  public Dollars enlargement() {
    return reserved ? Dollars.ZERO : call.worst();
  }

  public void reserve() {
    reserved = true;
  }

  public void usedUp() {
    reserved = false;
  }

  public boolean reserved() {
    return reserved;
  }

  /**
   * Takes the permit for the attempt, which the caller must give back; null if there is none, or it
   * has been taken before.
   */
  public @Nullable Permit takeTicket() {
    Permit taken = ticket;
    ticket = null;
    return taken;
  }

  public void ticket(@Nullable Permit leave) {
    ticket = leave;
  }

  /** How far this attempt has got. */
  public CallProgress progress() {
    return progress;
  }

  public void progress(CallProgress far) {
    progress = far;
  }

  /** The vendor's own id of this attempt; null where it has told none. */
  public @Nullable String vendorsId() {
    return vendorsId;
  }

  public void vendorsId(@Nullable String id) {
    vendorsId = id;
  }

  public void sending(long nanoTime) {
    attempts++;
    progress = CallProgress.UNKNOWN;
    vendorsId = null;
    startedNanos = nanoTime;
  }

  /** The attempt was not made after all. */
  public void notSent() {
    attempts--;
    heldBack++;
  }

  /** A request left: what held earlier ones back is over. */
  public void sent() {
    heldBack = 0;
  }

  /** How often in a row a request of this call was held back at the last moment. */
  public int heldBack() {
    return heldBack;
  }

  /** Whether it makes no sense to try to send it once more. */
  public boolean wasHeldBackTooOften() {
    return heldBack >= MOST_HELD_BACK;
  }

  /** The provider only asked to wait: the attempt counts for none. */
  public void putOff() {
    waits++;
  }

  /** How often in all the provider only asked to wait. */
  public int waits() {
    return waits;
  }

  /** A reply came that can't be read. */
  public void unreadable() {
    unreadable++;
  }

  public int unreadableReplies() {
    return unreadable;
  }

  /** Attempts that {@code max-attempts} counts. */
  public int failures() {
    return attempts - waits;
  }

  public long startedNanos() {
    return startedNanos;
  }

  /** HTTP attempts begun so far. */
  public int attempts() {
    return attempts;
  }

  /** The route's name of the endpoint: the provider's, or {@code mock}. */
  public String endpoint() {
    return switch (run.context().mode()) {
      case MOCK -> MOCK;
      case REAL -> call.model().provider();
    };
  }
}
