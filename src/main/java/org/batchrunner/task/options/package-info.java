/**
 * The options of a batch: their names, types, defaults and checks. Maps of keys and values come in,
 * from files, the command line or the page. Checked, immutable options go out, or an error that
 * names the option.
 */
@NullMarked
package org.batchrunner.task.options;

import org.jspecify.annotations.NullMarked;
