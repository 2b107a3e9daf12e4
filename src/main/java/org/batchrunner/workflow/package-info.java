/**
 * How an answer comes about: what debaters and the judge are asked, which drafts are fit, which one
 * is published. Drafts and judgments come in. Prompts, rankings and the publication go out; all of
 * it pure functions.
 */
@NullMarked
package org.batchrunner.workflow;

import org.jspecify.annotations.NullMarked;
