package org.batchrunner.provider;

/**
 * The most tokens that a call can count.
 *
 * @param prompt tokens of the request
 * @param output the limit that the request sets
 */
public record Bounds(long prompt, long output) {

  static final Bounds NONE = new Bounds(Long.MAX_VALUE, Long.MAX_VALUE);
}
