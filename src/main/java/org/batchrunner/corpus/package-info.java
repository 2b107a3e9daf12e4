/**
 * Documents that answers rest on: reading, retrieval, and quotations checked against their source.
 * Text, Markdown and PDF files come in. Passages for a prompt and verified citations go out.
 */
@NullMarked
package org.batchrunner.corpus;

import org.jspecify.annotations.NullMarked;
