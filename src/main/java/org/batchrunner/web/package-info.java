/**
 * The HTTP API of the program and what keeps it safe, one controller a resource. Requests come in.
 * JSON and files go out; the page itself is in static/.
 */
@NullMarked
package org.batchrunner.web;

import org.jspecify.annotations.NullMarked;
