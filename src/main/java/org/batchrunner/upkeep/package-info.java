/** What keeps the program in order: prices, backup, pruning, the doctor, and what was counted. */
@NullMarked
package org.batchrunner.upkeep;

import org.jspecify.annotations.NullMarked;
