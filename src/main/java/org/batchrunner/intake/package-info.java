/**
 * Task files and option files: formats, encodings, validation. Bytes that a user dropped come in.
 * Tasks and options go out, or an error with its line and what to do.
 */
@NullMarked
package org.batchrunner.intake;

import org.jspecify.annotations.NullMarked;
