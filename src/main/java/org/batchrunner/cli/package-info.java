/** The command line: one class a command. */
@NullMarked
package org.batchrunner.cli;

import org.jspecify.annotations.NullMarked;
