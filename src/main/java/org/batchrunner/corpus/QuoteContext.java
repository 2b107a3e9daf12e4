package org.batchrunner.corpus;

/**
 * A quotation where it stands.
 *
 * @param before the text before it, cut
 * @param match what is quoted, as the document has it
 * @param after the text after it, cut
 */
public record QuoteContext(String before, String match, String after) {}
