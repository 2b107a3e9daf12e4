package org.batchrunner.workflow;

import java.util.List;

/**
 * Marks text as data. The boundary is a hash over all that is fenced, so whoever wrote a part of it
 * can't know the boundary, and can't close the fence; the same contents have the same boundary, so
 * that equal requests stay equal.
 */
record Fence(String boundary) {

  private static final int LENGTH = 16;

  static Fence around(List<String> contents) {
    String boundary = Hash.of(contents).substring(0, LENGTH);
    while (occurs(boundary, contents)) {
      boundary = Hash.of(List.of(boundary)).substring(0, LENGTH);
    }
    return new Fence(boundary);
  }

  private static boolean occurs(String boundary, List<String> contents) {
    return contents.stream().anyMatch(content -> content.contains(boundary));
  }

  String block(String name, String content) {
    return "=== %s %s ===\n%s\n=== end of %s %s ===\n"
        .formatted(name, boundary, content, name, boundary);
  }
}
