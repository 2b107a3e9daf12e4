package org.batchrunner.workflow.redaction;

/**
 * A file of redaction rules that can't be used. The message is a sentence with the file, the line,
 * the rule and what is allowed.
 */
public final class InvalidRulesException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  InvalidRulesException(String message) {
    super(message);
  }
}
