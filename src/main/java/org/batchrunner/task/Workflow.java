package org.batchrunner.task;

/** How an answer comes about. */
public enum Workflow {
  /** The first debater's answer, no judge. */
  SINGLE,
  /** Every debater drafts, a judge scores, the best permitted draft is published. */
  DEBATE,
  /** Every debater's answer, side by side, no judge. */
  EACH
}
