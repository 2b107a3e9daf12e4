/**
 * Maintenance of the program: price updates, backup, pruning, the doctor. Requests of the user come
 * in. Findings and updated files go out.
 */
@NullMarked
package org.batchrunner.upkeep;

import org.jspecify.annotations.NullMarked;
