package org.batchrunner.workflow;

import java.util.List;
import org.batchrunner.common.Sha256;

/**
 * Marks text as data. The boundary is a hash over all that is fenced, so whoever wrote a part of it
 * can't know the boundary, and can't close the fence; the same contents have the same boundary, so
 * that equal requests stay equal.
 */
record PromptFence(String boundary) {

  private static final int LENGTH = 16;

  static PromptFence around(List<String> contents) {
    String boundary = Sha256.hex(contents).substring(0, LENGTH);
    while (occurs(boundary, contents)) {
      boundary = Sha256.hex(List.of(boundary)).substring(0, LENGTH);
    }
    return new PromptFence(boundary);
  }

  private static boolean occurs(String boundary, List<String> contents) {
    return contents.stream().anyMatch(content -> content.contains(boundary));
  }

  String block(String name, String content) {
    return "=== %s %s ===\n%s\n=== end of %s %s ===\n"
        .formatted(name, boundary, content, name, boundary);
  }
}
