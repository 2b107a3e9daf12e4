package org.batchrunner.stub;

import org.jspecify.annotations.Nullable;

/** Decides what a request gets. It runs on the server's thread: it must not wait. */
@FunctionalInterface
public interface Script {

  /** The reaction, or null to leave the request to who is asked next. */
  @Nullable Reaction react(ModelRequest request);
}
