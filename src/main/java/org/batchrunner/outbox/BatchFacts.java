package org.batchrunner.outbox;

import java.time.Instant;
import java.util.Map;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.BatchState;
import org.batchrunner.task.Mode;
import org.batchrunner.task.options.Options;
import org.jspecify.annotations.Nullable;

/**
 * What reports say about a batch besides its results. The money is the ledger's: it knows of calls
 * whose task has no result yet.
 *
 * @param id names its folder in the outbox
 * @param source the dropped file's name
 * @param sourceSha256 of its content
 * @param version of the program
 * @param total its tasks
 * @param options as given; what is not set has its default
 * @param corpusHash or {@link org.batchrunner.task.Result#NO_CORPUS}
 * @param reason why it is in its state; null where that needs no reason
 * @param started null if it has not
 * @param finished null if it has not
 * @param spent all that was or may have been billed
 * @param held set aside for tasks that run
 * @param atRisk the part of {@code spent} that is not known to have been billed
 * @param more further fields of the summary, such as {@code dropped}, {@code held_back}, {@code
 *     saved} or {@code breach}
 */
public record BatchFacts(
    String id,
    String source,
    String sourceSha256,
    String version,
    long total,
    Options options,
    String corpusHash,
    Mode mode,
    BatchState state,
    @Nullable String reason,
    @Nullable Instant started,
    @Nullable Instant finished,
    Dollars spent,
    Dollars held,
    Dollars atRisk,
    Map<String, Object> more) {

  /** Among {@code more}: dollars that lost calls were charged with and are not any more. */
  public static final String RELEASED = "released";

  /** Among {@code more}: dollars held for calls beyond what they cost. */
  public static final String HELD_UNUSED = "held_unused";
}
