/**
 * The real program as a process that can be killed and stopped, and what it leaves in its outbox.
 */
@NullMarked
package org.batchrunner.harness;

import org.jspecify.annotations.NullMarked;
