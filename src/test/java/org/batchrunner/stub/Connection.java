package org.batchrunner.stub;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One client's connection: its requests, one after another. */
final class Connection extends SimpleChannelInboundHandler<FullHttpRequest> {

  private final Consumer<Arrival> arrivals;
  private @Nullable Exchange current;

  Connection(Consumer<Arrival> arrivals) {
    this.arrivals = arrivals;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    Arrival arrival =
        new Arrival(
            context.channel(),
            request.method().name(),
            request.uri(),
            request.headers().copy(),
            ByteBufUtil.getBytes(request.content()),
            HttpUtil.isKeepAlive(request),
            exchange -> current = exchange);
    arrivals.accept(arrival);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (current != null) {
      current.lost();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var unused = context.close();
  }
}
