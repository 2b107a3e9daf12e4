package org.batchrunner.flow;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

/** Exchanges for tests of what the routes name. */
final class Exchanges {

  private static final CamelContext CAMEL = new DefaultCamelContext();

  private Exchanges() {}

  static Exchange with(Object body) {
    Exchange exchange = new DefaultExchange(CAMEL);
    exchange.getMessage().setBody(body);
    return exchange;
  }

  /** As a doCatch or an onException sees it. */
  static Exchange failed(Object body, Throwable failure) {
    Exchange exchange = with(body);
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, failure);
    return exchange;
  }

  static Exchange from(String uri, Object body) {
    Exchange exchange = with(body);
    exchange.getExchangeExtension().setFromEndpoint(CAMEL.getEndpoint(uri));
    return exchange;
  }
}
