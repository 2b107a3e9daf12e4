package org.batchrunner.provider.limits;

/**
 * That a call may go out, and when in the order of calls. What becomes of it is told with it, so
 * that no late outcome is taken for news.
 *
 * @param number in the order of admission, from 1
 * @param prompt tokens of the prompts of all calls up to this one
 * @param completion most tokens of the completions of all calls up to this one
 */
public record Permit(long number, long prompt, long completion) {}
