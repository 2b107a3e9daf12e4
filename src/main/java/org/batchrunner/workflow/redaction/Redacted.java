package org.batchrunner.workflow.redaction;

import java.util.Map;

/**
 * A text after redaction.
 *
 * @param counts replacements made, by rule
 */
public record Redacted(String text, Map<String, Integer> counts) {}
