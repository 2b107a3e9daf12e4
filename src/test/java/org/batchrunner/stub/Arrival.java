package org.batchrunner.stub;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Map;
import java.util.function.Consumer;

/** A request as it came, with the way back. */
record Arrival(
    Channel channel,
    String method,
    String uri,
    HttpHeaders headers,
    byte[] body,
    boolean keepAlive,
    Consumer<Exchange> holder) {

  String path() {
    int query = uri.indexOf('?');
    return query < 0 ? uri : uri.substring(0, query);
  }

  /**
   * @param ended is told once, whether the whole reply has left
   */
  Exchange exchange(Consumer<Boolean> ended) {
    Exchange exchange = new Exchange(channel, keepAlive, ended);
    holder.accept(exchange);
    return exchange;
  }

  void answer(int status, byte[] body) {
    exchange(delivered -> {}).send(status, Map.of(), body, Delivery.WHOLE);
  }
}
