package org.batchrunner.web;

import java.util.ArrayList;
import java.util.List;

/** How long the steps of a journey take, for the note. */
final class Steps {

  private final List<String> lines = new ArrayList<>();
  private long last = System.nanoTime();

  void done(String what) {
    long now = System.nanoTime();
    lines.add("%6d ms  %s".formatted((now - last) / 1_000_000, what));
    last = System.nanoTime();
  }

  void print() {
    System.out.println(String.join(System.lineSeparator(), lines));
  }
}
