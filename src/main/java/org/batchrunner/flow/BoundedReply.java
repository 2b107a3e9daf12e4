package org.batchrunner.flow;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.batchrunner.provider.ReplyTooLarge;

/**
 * Reads a reply whole, within a deadline for all of it and a bound of its size. A socket's time-out
 * alone is no bound: a server that drips a byte a second never meets it.
 */
final class BoundedReply implements ExecChainHandler {

  private final int maxBytes;
  private final Duration deadline;
  private final ScheduledExecutorService watch;

  BoundedReply(int maxBytes, Duration deadline, ScheduledExecutorService watch) {
    this.maxBytes = maxBytes;
    this.deadline = deadline;
    this.watch = watch;
  }

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    AtomicBoolean late = new AtomicBoolean();
    ScheduledFuture<?> alarm =
        watch.schedule(
            () -> {
              late.set(true);
              cut(scope.execRuntime);
            },
            deadline.toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      ClassicHttpResponse response = chain.proceed(request, scope);
      HttpEntity entity = response.getEntity();
      if (entity != null) {
        response.setEntity(whole(entity, scope.execRuntime));
      }
      return response;
    } catch (IOException | IllegalStateException e) {
      if (late.get()) {
        SocketTimeoutException timeout =
            new SocketTimeoutException("no whole reply within " + deadline.toSeconds() + " s");
        timeout.initCause(e);
        throw timeout;
      }
      throw e instanceof IOException io ? io : new InterruptedIOException("the call was cut");
    } finally {
      alarm.cancel(false);
    }
  }

  private HttpEntity whole(HttpEntity entity, ExecRuntime runtime) throws IOException {
    try (InputStream in = entity.getContent()) {
      byte[] bytes = in.readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        cut(runtime);
        throw new ReplyTooLarge(maxBytes);
      }
      ContentType type = ContentType.parseLenient(entity.getContentType());
      return new ByteArrayEntity(bytes, type == null ? ContentType.APPLICATION_JSON : type);
    }
  }

  private static void cut(ExecRuntime runtime) {
    if (runtime instanceof Cancellable call) {
      call.cancel();
    } else {
      runtime.discardEndpoint();
    }
  }
}
