package org.batchrunner.config;

import java.util.List;

/**
 * The setting {@code role}: what a node that runs {@code watch} does. Each role leaves out the
 * routes of what it does not do; the page and the API are served in every role.
 */
public enum Role {
  /** Takes files, holds batches and runs tasks. */
  ALL(List.of()),
  /** Takes files and holds batches; over a broker, its tasks are run by others. */
  HOLDER(List.of("worker")),
  /** Runs the tasks that come over the broker. */
  WORKER(List.of("inbox", "unfinished", "batch")),
  /** Serves the page and the API; what is accepted there is run by others. */
  WEB(List.of("inbox", "unfinished", "batch", "worker"));

  private final List<String> leftOut;

  Role(List<String> leftOut) {
    this.leftOut = leftOut;
  }

  /** The ids of the routes that do not start. */
  public List<String> leftOut() {
    return leftOut;
  }
}
