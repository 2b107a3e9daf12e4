/**
 * Reads, checks and documents the settings of the program. Configuration files, environment
 * variables and the command line come in. Typed settings go out, or an error that names the key,
 * the value and what is allowed.
 */
@NullMarked
package org.batchrunner.config;

import org.jspecify.annotations.NullMarked;
