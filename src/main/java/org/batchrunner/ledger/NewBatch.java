package org.batchrunner.ledger;

import org.batchrunner.task.Mode;
import org.batchrunner.task.options.Options;

/**
 * A batch to be accepted.
 *
 * @param id wanted; gets {@code -2}, {@code -3} ... where it is taken
 * @param source the name of the task file
 * @param sha256 of the task file
 * @param version of the program
 * @param corpusHash 16 hexadecimal digits, or {@code none}
 * @param total its tasks
 * @param dropped rows without a text
 */
public record NewBatch(
    String id,
    String source,
    String sha256,
    Options options,
    Mode mode,
    String version,
    String corpusHash,
    int total,
    int dropped) {}
