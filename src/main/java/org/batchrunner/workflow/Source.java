package org.batchrunner.workflow;

import org.jspecify.annotations.Nullable;

/**
 * A passage of the corpus, as a debater gets to see it.
 *
 * @param title the document's title
 * @param document the document's path in the corpus
 * @param page where it begins; null where the document has no pages
 * @param text the passage
 */
public record Source(String title, String document, @Nullable Integer page, String text) {}
