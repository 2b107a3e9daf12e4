/** The one way to read a file that a user names. */
@NullMarked
package org.batchrunner.files;

import org.jspecify.annotations.NullMarked;
