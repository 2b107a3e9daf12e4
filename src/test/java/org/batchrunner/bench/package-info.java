/** Measurements, each against a bare program in the same run. See {@code bench/README.md}. */
@NullMarked
package org.batchrunner.bench;

import org.jspecify.annotations.NullMarked;
