/**
 * What is sent to each vendor's API and what comes back: requests, replies, bounds of their tokens,
 * what an error means, and how fast a provider may be asked. No HTTP client, no threads of its own.
 */
@NullMarked
package org.batchrunner.provider;

import org.jspecify.annotations.NullMarked;
