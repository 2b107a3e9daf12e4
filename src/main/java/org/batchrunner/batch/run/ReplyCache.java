package org.batchrunner.batch.run;

import java.util.Objects;
import org.batchrunner.ledger.StoredReply;
import org.batchrunner.task.Reply;

/** Replies that were paid for before: used again, and not counted in the run's bill. */
public final class ReplyCache {

  private ReplyCache() {}

  public static Reply reply(StoredReply stored) {
    return new Reply(
        stored.model(),
        stored.text(),
        stored.tokens(),
        stored.cost(),
        stored.known(),
        Objects.requireNonNullElse(stored.finish(), Reply.Finish.STOP),
        0,
        0,
        stored.ending(),
        stored.raw());
  }
}
