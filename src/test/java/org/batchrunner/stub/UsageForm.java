package org.batchrunner.stub;

/** How a reply tells its usage. */
public enum UsageForm {
  RIGHT,
  MISSING,
  /** Words where numbers belong, negative numbers. */
  MALFORMED
}
