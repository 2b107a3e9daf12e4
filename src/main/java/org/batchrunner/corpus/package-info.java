/**
 * Documents that answers rest on: reading, retrieval, and quotations checked against their source.
 */
@NullMarked
package org.batchrunner.corpus;

import org.jspecify.annotations.NullMarked;
