package org.batchrunner.provider.limits;

/**
 * Permission to send one call. It is passed back with the outcome, so that results of older calls
 * are ignored.
 *
 * @param number in the order of admission, from 1
 * @param prompt tokens of the prompts of all calls up to this one
 * @param completion most tokens of the completions of all calls up to this one
 */
public record Permit(long number, long prompt, long completion) {}
