/** The command line, one class per command. Arguments come in. Messages and an exit code go out. */
@NullMarked
package org.batchrunner.cli;

import org.jspecify.annotations.NullMarked;
