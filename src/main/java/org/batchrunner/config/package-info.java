/**
 * The settings of the program: read, checked, explained. Configuration files, environment variables
 * and the command line come in. Typed settings go out, or a sentence that names the key, the value
 * and what is allowed.
 */
@NullMarked
package org.batchrunner.config;

import org.jspecify.annotations.NullMarked;
