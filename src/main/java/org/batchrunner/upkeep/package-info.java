/**
 * What keeps the program in order: prices, backup, pruning, the doctor. Requests of the owner come
 * in. Findings and mended files go out.
 */
@NullMarked
package org.batchrunner.upkeep;

import org.jspecify.annotations.NullMarked;
