/**
 * What is sent to each vendor and what comes back: requests, replies, bounds of their tokens, and
 * what an error means. Prompts and the bytes of replies come in. Request bodies, decoded replies
 * and classified failures go out; there is no HTTP client here.
 */
@NullMarked
package org.batchrunner.provider;

import org.jspecify.annotations.NullMarked;
