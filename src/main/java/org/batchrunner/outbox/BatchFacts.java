package org.batchrunner.outbox;

import java.time.Instant;
import java.util.Map;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.BatchState;
import org.batchrunner.task.Mode;
import org.batchrunner.task.options.Options;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a batch in its reports, besides its results. The money comes from the ledger,
 * which includes calls whose task has no result yet.
 *
 * @param id names its folder in the outbox
 * @param source the dropped file's name
 * @param sourceSha256 of its content
 * @param version of the program
 * @param total its tasks
 * @param options as given; what is not set has its default
 * @param corpusHash or {@link org.batchrunner.task.Result#NO_CORPUS}
 * @param reason why the batch is in its state; null if there is no special reason
 * @param started null if it has not
 * @param finished null if it has not
 * @param spent all that was or may have been billed
 * @param held the money reserved for running tasks
 * @param atRisk the part of {@code spent} that may not have been billed
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

  /** A key of {@code more}: dollars that lost calls were charged with and that were given back. */
  public static final String RELEASED = "released";

  /** A key of {@code more}: dollars that were reserved for calls but not spent. */
  public static final String HELD_UNUSED = "held_unused";
}
