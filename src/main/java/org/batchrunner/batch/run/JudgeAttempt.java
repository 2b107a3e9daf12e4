package org.batchrunner.batch.run;

import org.batchrunner.workflow.JudgeRequest;

/**
 * A judge at work on the drafts of a run.
 *
 * @param askings how often it has been asked, this time included
 */
record JudgeAttempt(DebateState drafts, JudgeRequest sheet, int askings) {}
