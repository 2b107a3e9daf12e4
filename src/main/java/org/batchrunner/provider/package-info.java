/**
 * The requests and replies of each vendor, upper bounds of their tokens, and the meaning of errors.
 * Prompts and the bytes of replies come in. Request bodies, decoded replies and classified failures
 * go out; there is no HTTP client here.
 */
@NullMarked
package org.batchrunner.provider;

import org.jspecify.annotations.NullMarked;
