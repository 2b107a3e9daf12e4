/** A batch's life: accept, admit, plan, pause, cancel, resume, change. */
@NullMarked
package org.batchrunner.batch;

import org.jspecify.annotations.NullMarked;
