/**
 * A stand-in for the vendors: a real HTTP server that speaks the three APIs, refuses what they
 * refuse, fails as they fail, and bills as they bill.
 */
@NullMarked
package org.batchrunner.stub;

import org.jspecify.annotations.NullMarked;
