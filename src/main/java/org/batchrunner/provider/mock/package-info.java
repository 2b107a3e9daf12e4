/**
 * Answers in place of a model where no provider is configured. A prompt comes in. A deterministic
 * answer that begins with [mock] goes out.
 */
@NullMarked
package org.batchrunner.provider.mock;

import org.jspecify.annotations.NullMarked;
