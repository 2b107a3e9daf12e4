package org.batchrunner.workflow.redaction;

/**
 * A file of redaction rules that can't be used. The message is a sentence with the file, the line,
 * the rule and what is allowed.
 */
public final class BadRules extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  BadRules(String message) {
    super(message);
  }
}
