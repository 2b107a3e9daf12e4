package org.batchrunner.flow;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.seda.SedaEndpoint;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Makes the consumers of {@code seda} queues notice a stop at once. A consumer looks whether it is
 * to stop only when its wait for the next message ends, which by default takes a second for each
 * queue: most of the time that {@code run} took to exit. A queue whose {@code pollTimeout} is set
 * in a route keeps it.
 */
final class PromptQueues implements CamelContextConfiguration {

  private static final int CAMELS_DEFAULT_MS = 1000;
  private static final int POLL_TIMEOUT_MS = 50;

  @Override
  public void beforeApplicationStart(CamelContext context) {
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onEndpointAdd(Endpoint endpoint) {
            if (endpoint instanceof SedaEndpoint queue
                && queue.getPollTimeout() == CAMELS_DEFAULT_MS) {
              queue.setPollTimeout(POLL_TIMEOUT_MS);
            }
          }
        });
  }

  @Override
  public void afterApplicationStart(CamelContext context) {}
}
