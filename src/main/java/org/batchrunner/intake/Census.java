package org.batchrunner.intake;

import java.util.List;

/**
 * What a task file holds, after it has been read once from end to end.
 *
 * @param tasks tasks with a text
 * @param dropped rows whose task is empty
 * @param columns the columns of its tasks, in file order
 * @param bytes its size
 * @param sha256 of its bytes, in lower-case hexadecimal
 */
public record Census(int tasks, int dropped, List<String> columns, long bytes, String sha256) {}
