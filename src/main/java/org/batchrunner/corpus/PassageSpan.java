package org.batchrunner.corpus;

/**
 * A passage by its place.
 *
 * @param document its number in the corpus
 * @param start offset of its first character
 * @param end offset after its last
 * @param score how well it answers; 0 where nothing was asked
 */
record PassageSpan(int document, int start, int end, float score) {}
