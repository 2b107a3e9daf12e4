package org.batchrunner.workflow.redaction;

import java.util.List;

/**
 * What is to be found, and what is to stand in its place.
 *
 * @param name counts are by it
 * @param type for the label
 * @param patterns the first group, where there is one, is what is replaced, else all of a match
 * @param check what a match must stand besides
 * @param links whether matches within links are replaced too
 * @param place where the patterns are tried
 */
record Rule(
    String name,
    String type,
    List<RulePattern> patterns,
    MatchCheck check,
    Strategy strategy,
    boolean links,
    SearchScope place) {}
