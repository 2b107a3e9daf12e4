package org.batchrunner.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.StoredReply;
import org.batchrunner.task.Call;
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
  record Foreseen(List<StoredReply> judgments, @Nullable Call open) {}

  /**
   * @param drafts what the ledger has for each of the run's first calls
   */
  Foreseen judge(Run run, List<StoredReply> drafts) {
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      answers.add(Answer.replied(run.calls().get(i), StoredReplies.reply(drafts.get(i))));
    }
    List<StoredReply> judgments = new ArrayList<>();
    Object next = judge.ask(debate.read(answers));
    while (next instanceof Calling calling) {
      Optional<StoredReply> stored =
          Optional.ofNullable(
              ledger.replies().find(List.of(calling.call().key())).get(calling.call().key()));
      if (stored.isEmpty()) {
        return new Foreseen(judgments, calling.call());
      }
      judgments.add(stored.get());
      next = judge.read(Answer.replied(calling, StoredReplies.reply(stored.get())));
    }
    return new Foreseen(judgments, null);
  }
}
