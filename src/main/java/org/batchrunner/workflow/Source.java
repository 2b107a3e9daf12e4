package org.batchrunner.workflow;

/**
 * A passage of the corpus, as a debater gets to see it.
 *
 * @param title the document's title
 * @param document the document's path in the corpus
 * @param text the passage
 */
public record Source(String title, String document, String text) {}
