/**
 * The corpora that batches rest on. Paths of documents come in. Opened, checked corpora go out,
 * shared by the batches that use them.
 */
@NullMarked
package org.batchrunner.batch.corpus;

import org.jspecify.annotations.NullMarked;
