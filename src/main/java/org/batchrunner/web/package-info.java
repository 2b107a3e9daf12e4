/** The HTTP API of the program, and what keeps it safe: one controller a resource. */
@NullMarked
package org.batchrunner.web;

import org.jspecify.annotations.NullMarked;
