package org.batchrunner.batch.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.StoredReply;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.Call;
import org.batchrunner.task.Reply;
import org.jspecify.annotations.Nullable;

/** Replays a run from stored replies until the first call that must be paid for. */
public final class ReplyReplay {

  private final Debate debate;
  private final Judge judge;
  private final Ledger ledger;

  public ReplyReplay(Debate debate, Judge judge, Ledger ledger) {
    this.debate = debate;
    this.judge = judge;
    this.ledger = ledger;
  }

  /**
   * How a run goes on once it has its drafts.
   *
   * @param judgments the judge's replies that the ledger has
   * @param open the call that has to be paid for; null if there is none
   */
  public record Foreseen(List<StoredReply> judgments, @Nullable Call open) {

    /** The most that the judge's next call can cost. */
    public Dollars worst() {
      return open == null ? Dollars.ZERO : open.worst();
    }
  }

  /** For a run that is judged: empty if the ledger has not all of its drafts. */
  public Optional<Foreseen> judge(Run run) {
    List<CallResult> answers = new ArrayList<>();
    for (CallInProgress calling : run.calls()) {
      Reply reply = calling.stored();
      if (reply == null) {
        return Optional.empty();
      }
      answers.add(CallResult.replied(calling, reply));
    }
    List<StoredReply> judgments = new ArrayList<>();
    Object next = judge.ask(debate.read(answers));
    while (next instanceof CallInProgress calling) {
      String key = calling.call().key();
      StoredReply stored = ledger.replies().find(run.context().no(), List.of(key)).get(key);
      if (stored == null) {
        return Optional.of(new Foreseen(judgments, calling.call()));
      }
      judgments.add(stored);
      next = judge.read(CallResult.replied(calling, ReplyCache.reply(stored)));
    }
    return Optional.of(new Foreseen(judgments, null));
  }
}
