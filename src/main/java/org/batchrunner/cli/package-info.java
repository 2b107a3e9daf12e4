/** The command line, one class a command. Words come in. Sentences and an exit code go out. */
@NullMarked
package org.batchrunner.cli;

import org.jspecify.annotations.NullMarked;
