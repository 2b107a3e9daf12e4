package org.batchrunner.task;

/** How the answer to a task is made. */
public enum Workflow {
  /** Publishes the answer of the first debater, without a judge. */
  SINGLE,
  /**
   * Every debater writes a draft, a judge scores the drafts, and the best permitted draft is
   * published.
   */
  DEBATE,
  /** Publishes the answers of all debaters side by side, without a judge. */
  EACH
}
