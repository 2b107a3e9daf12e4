/**
 * What a file would cost. A task file with its options comes in. An estimate and a worst case go
 * out; nobody is called.
 */
@NullMarked
package org.batchrunner.batch.plan;

import org.jspecify.annotations.NullMarked;
