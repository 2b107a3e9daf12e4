package org.batchrunner.intake;

import java.util.List;

/**
 * What a task file holds, after it has been read once from end to end.
 *
 * @param tasks tasks with a text
 * @param dropped rows whose task is empty
 * @param hidden tasks in hidden rows of a sheet, which are left out
 * @param notes what its user should know of what was left out, as sentences
 * @param columns the columns of its tasks, in file order
 * @param bytes its size
 * @param sha256 of its bytes, in lower-case hexadecimal
 */
public record Census(
    int tasks,
    int dropped,
    int hidden,
    List<String> notes,
    List<String> columns,
    long bytes,
    String sha256) {}
