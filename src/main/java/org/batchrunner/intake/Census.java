package org.batchrunner.intake;

import java.util.List;

/**
 * What a task file contains, after it was read once completely.
 *
 * @param tasks tasks with a text
 * @param dropped rows whose task is empty
 * @param hidden tasks in hidden rows of a sheet, which are left out
 * @param notes sentences for the user about what was left out
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
