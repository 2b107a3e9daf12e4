/**
 * Start and stop: the application and its wiring. A command line comes in. A running program goes
 * out.
 */
@NullMarked
package org.batchrunner.app;

import org.jspecify.annotations.NullMarked;
