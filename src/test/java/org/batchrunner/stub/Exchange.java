package org.batchrunner.stub;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One request on a connection, and the way of its reply. Only the connection's thread uses it. */
final class Exchange {

  static final String FILLER = "@filler@";
  private static final String GARBAGE =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nthis is no length of a chunk";
  private static final int CHUNK = 1 << 20;
  private static final int HUGE_CHUNKS = 100;

  private final Channel channel;
  private final boolean keepAlive;
  private final Consumer<Boolean> ended;
  private boolean over;

  /**
   * @param ended is told once, whether the whole reply has left
   */
  Exchange(Channel channel, boolean keepAlive, Consumer<Boolean> ended) {
    this.channel = channel;
    this.keepAlive = keepAlive;
    this.ended = ended;
  }

  void send(int status, Map<String, String> headers, byte[] body, Delivery delivery) {
    if (over) {
      return;
    }
    switch (delivery) {
      case WHOLE -> whole(status, headers, body);
      case CUT -> cut(status, headers, body);
      case RESET -> {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        end(false);
        var unused = channel.close();
      }
      case HALF_CLOSED -> {
        var unused = ((DuplexChannel) channel).shutdownOutput();
      }
      case GARBAGE -> {
        end(false);
        byte[] garbage = GARBAGE.getBytes(StandardCharsets.US_ASCII);
        var unused =
            channel
                .pipeline()
                .context(HttpServerCodec.class)
                .writeAndFlush(Unpooled.wrappedBuffer(garbage))
                .addListener(ChannelFutureListener.CLOSE);
      }
      case NEVER -> {}
      case DRIP -> {
        var unused = channel.writeAndFlush(head(status, headers, body.length));
        drip(body, 0);
      }
      case HUGE -> huge(status, headers, body);
    }
  }

  /** The client has left. */
  void lost() {
    end(false);
  }

  private void whole(int status, Map<String, String> headers, byte[] body) {
    ByteBuf content = Unpooled.wrappedBuffer(body);
    var response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), content);
    fill(response.headers(), headers, body.length);
    channel
        .writeAndFlush(response)
        .addListener(
            sent -> {
              end(sent.isSuccess());
              if (!keepAlive) {
                var unused = channel.close();
              }
            });
  }

  private void cut(int status, Map<String, String> headers, byte[] body) {
    var unused = channel.write(head(status, headers, body.length));
    ByteBuf half = Unpooled.wrappedBuffer(body, 0, body.length / 2);
    channel.writeAndFlush(new DefaultHttpContent(half)).addListener(ChannelFutureListener.CLOSE);
    end(false);
  }

  private void drip(byte[] body, int at) {
    if (over) {
      return;
    }
    if (at == body.length) {
      end(true);
      var unused = channel.close();
      return;
    }
    var unusedSent =
        channel.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(body, at, 1)));
    var unusedNext = channel.eventLoop().schedule(() -> drip(body, at + 1), 1, TimeUnit.SECONDS);
  }

  private void huge(int status, Map<String, String> headers, byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    int at = text.indexOf(FILLER);
    byte[] before = text.substring(0, at).getBytes(StandardCharsets.UTF_8);
    byte[] after = text.substring(at + FILLER.length()).getBytes(StandardCharsets.UTF_8);
    long length = before.length + (long) HUGE_CHUNKS * CHUNK + after.length;
    var unusedHead = channel.write(head(status, headers, length));
    var unusedFirst = channel.write(new DefaultHttpContent(Unpooled.wrappedBuffer(before)));
    byte[] chunk = "x".repeat(CHUNK).getBytes(StandardCharsets.UTF_8);
    chunk(chunk, HUGE_CHUNKS, after);
  }

  private void chunk(byte[] chunk, int left, byte[] after) {
    byte[] part = left == 0 ? after : chunk;
    channel
        .writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(part)))
        .addListener(
            sent -> {
              if (!sent.isSuccess() || left == 0) {
                end(sent.isSuccess());
                var unused = channel.close();
              } else {
                chunk(chunk, left - 1, after);
              }
            });
  }

  private HttpResponse head(int status, Map<String, String> headers, long length) {
    var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
    fill(head.headers(), headers, length);
    return head;
  }

  private void fill(HttpHeaders to, Map<String, String> headers, long length) {
    to.set(HttpHeaderNames.CONTENT_TYPE, "application/json");
    to.set(HttpHeaderNames.CONTENT_LENGTH, length);
    headers.forEach(to::set);
    if (!keepAlive) {
      to.set(HttpHeaderNames.CONNECTION, "close");
    }
  }

  private void end(boolean delivered) {
    if (!over) {
      over = true;
      ended.accept(delivered);
    }
  }
}
