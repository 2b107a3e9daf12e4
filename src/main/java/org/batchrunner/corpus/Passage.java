package org.batchrunner.corpus;

import org.jspecify.annotations.Nullable;

/**
 * A part of a document that may answer a task.
 *
 * @param document its path in the corpus
 * @param page 1 for the first page; null where the document has no pages
 * @param offset characters (UTF-16 units) before it in the document's text
 * @param text as it stands there
 * @param score how well it fits what was asked; comparable within one search only
 */
public record Passage(
    String title, String document, @Nullable Integer page, int offset, String text, double score) {}
