/**
 * Money: dollars as whole nano-dollars, tokens, dated prices, and the rules of holds and caps as
 * pure functions. No floating point, no clock, no I/O but the reading of a price file.
 */
@NullMarked
package org.batchrunner.money;

import org.jspecify.annotations.NullMarked;
