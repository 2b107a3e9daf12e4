/** Task files and option files: formats, encodings, validation. */
@NullMarked
package org.batchrunner.intake;

import org.jspecify.annotations.NullMarked;
