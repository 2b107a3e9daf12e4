/**
 * Money: dollars as whole nano-dollars, tokens, prices, and the rules of holds and caps as pure
 * functions. Amounts and prices come in. Decisions go out; there is no floating point, no clock and
 * no I/O.
 */
@NullMarked
package org.batchrunner.money;

import org.jspecify.annotations.NullMarked;
