/**
 * What is asked and told from outside about batches. Commands of a user come in. Sentences, views
 * and reports go out.
 */
@NullMarked
package org.batchrunner.batch.manage;

import org.jspecify.annotations.NullMarked;
