package org.batchrunner.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.StoredReply;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.Call;
import org.batchrunner.task.Reply;
import org.jspecify.annotations.Nullable;

/** Goes through a run as far as the ledger has its replies. */
final class Foresight {

  private final Debate debate;
  private final Judge judge;
  private final Ledger ledger;

  Foresight(Debate debate, Judge judge, Ledger ledger) {
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
  record Foreseen(List<StoredReply> judgments, @Nullable Call open) {

    /** The most that the judge's next call can cost. */
    Dollars worst() {
      return open == null ? Dollars.ZERO : open.worst();
    }
  }

  /** For a run that is judged: empty if the ledger has not all of its drafts. */
  Optional<Foreseen> judge(Run run) {
    List<Answer> answers = new ArrayList<>();
    for (Calling calling : run.calls()) {
      Reply reply = calling.stored();
      if (reply == null) {
        return Optional.empty();
      }
      answers.add(Answer.replied(calling, reply));
    }
    List<StoredReply> judgments = new ArrayList<>();
    Object next = judge.ask(debate.read(answers));
    while (next instanceof Calling calling) {
      String key = calling.call().key();
      StoredReply stored = ledger.replies().find(run.context().no(), List.of(key)).get(key);
      if (stored == null) {
        return Optional.of(new Foreseen(judgments, calling.call()));
      }
      judgments.add(stored);
      next = judge.read(Answer.replied(calling, StoredReplies.reply(stored)));
    }
    return Optional.of(new Foreseen(judgments, null));
  }
}
