package org.batchrunner.batch;

import java.util.Objects;
import org.batchrunner.ledger.StoredReply;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.Reply;

/** Replies that were paid for before: used again at no cost. */
final class StoredReplies {

  private StoredReplies() {}

  static Reply reply(StoredReply stored) {
    return new Reply(
        stored.model(),
        stored.text(),
        stored.tokens(),
        Dollars.ZERO,
        true,
        Objects.requireNonNullElse(stored.finish(), Reply.Finish.STOP),
        0,
        0);
  }

  static Reply free(Reply paid) {
    return new Reply(
        paid.model(), paid.text(), paid.tokens(), Dollars.ZERO, true, paid.finish(), 0, 0);
  }
}
