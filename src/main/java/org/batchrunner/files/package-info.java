/**
 * Reading files that users name: regular files only, of a bounded size, and private files of our
 * own. Paths come in. Text and streams go out, or a sentence that says what the file is instead.
 */
@NullMarked
package org.batchrunner.files;

import org.jspecify.annotations.NullMarked;
