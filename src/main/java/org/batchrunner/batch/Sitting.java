package org.batchrunner.batch;

import org.batchrunner.workflow.JudgeSheet;

/**
 * A judge at work on the drafts of a run.
 *
 * @param askings how often it has been asked, this time included
 */
record Sitting(Drafts drafts, JudgeSheet sheet, int askings) {}
