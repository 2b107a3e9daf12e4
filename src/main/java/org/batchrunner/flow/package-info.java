/**
 * What the routes name and must know Camel. Exchanges come in. Calls of the rooms below go out;
 * this is the one package besides the wiring that knows Camel.
 */
@NullMarked
package org.batchrunner.flow;

import org.jspecify.annotations.NullMarked;
