/**
 * How an answer comes about: what debaters and the judge are asked, how their replies are read,
 * which drafts are fit, and which one is published. Pure functions of their arguments.
 */
@NullMarked
package org.batchrunner.workflow;

import org.jspecify.annotations.NullMarked;
