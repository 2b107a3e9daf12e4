/**
 * What every other package may use: JSON, hashes, private files, odd characters. Values and paths
 * come in. Values and files go out; nothing here knows what a batch is.
 */
@NullMarked
package org.batchrunner.common;

import org.jspecify.annotations.NullMarked;
