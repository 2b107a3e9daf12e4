package org.batchrunner.flow;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.batchrunner.batch.run.CallInProgress;
import org.batchrunner.provider.ReplyTooLargeException;
import org.batchrunner.provider.SendCancelledException;
import org.batchrunner.task.CallProgress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a reply whole, within a deadline for all of it and a bound of its size. A socket's time-out
 * alone is no bound: a server that drips a byte a second never meets it.
 */
final class BoundedReply implements ExecChainHandler {

  private static final Logger LOG = LoggerFactory.getLogger(BoundedReply.class);
  private static final int OK_FROM = 200;
  private static final int OK_TO = 299;
  private static final int PIECE = 8 * 1024;
  private static final List<String> VENDORS_IDS =
      List.of("x-request-id", "request-id", "apim-request-id", "x-ms-request-id");

  private final int maxBytes;
  private final Duration deadline;
  private final ScheduledExecutorService watch;
  private final Supplier<@Nullable CallInProgress> calls;
  private final LastLook look;

  /** Whether the request of a call may leave. */
  interface LastLook {
    void check(CallInProgress calling) throws SendCancelledException;
  }

  /**
   * @param calls gives the call whose request this thread makes
   * @param look taken right before the request leaves
   */
  BoundedReply(
      int maxBytes,
      Duration deadline,
      ScheduledExecutorService watch,
      Supplier<@Nullable CallInProgress> calls,
      LastLook look) {
    this.maxBytes = maxBytes;
    this.deadline = deadline;
    this.watch = watch;
    this.calls = calls;
    this.look = look;
  }

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    CallInProgress calling = calls.get();
    if (calling != null && request.getEntity() != null) {
      request.setEntity(
          new TrackedRequest(request.getEntity(), () -> look.check(calling), calling::progress));
      calling.progress(CallProgress.PARTLY_SENT);
    }
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
      if (calling != null) {
        calling.progress(CallProgress.RESPONDING);
        calling.vendorsId(vendorsId(response));
      }
      HttpEntity entity = response.getEntity();
      if (entity != null) {
        boolean success = response.getCode() >= OK_FROM && response.getCode() <= OK_TO;
        response.setEntity(whole(entity, scope.execRuntime, success));
      }
      if (calling != null) {
        calling.progress(CallProgress.ANSWERED);
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

  /** The first that there is: it helps whoever compares with the vendor's bill. */
  private static @Nullable String vendorsId(ClassicHttpResponse response) {
    for (String name : VENDORS_IDS) {
      Header header = response.getFirstHeader(name);
      if (header != null && header.getValue() != null && !header.getValue().isBlank()) {
        return header.getValue().strip();
      }
    }
    return null;
  }

  /**
   * @param success whether the status is one. What a refusal means stands in its status, so its
   *     text may be cut
   */
  private HttpEntity whole(HttpEntity entity, ExecRuntime runtime, boolean success)
      throws IOException {
    InputStream in = entity.getContent();
    try {
      byte[] bytes = success ? in.readNBytes(most(entity)) : asMuch(in, most(entity));
      if (bytes.length == entity.getContentLength() && !JsonEnd.isWhole(bytes)) {
        // Its length may be wrong, and the rest of it would be taken for the next reply.
        runtime.discardEndpoint();
      }
      if (bytes.length > maxBytes) {
        cut(runtime);
        if (success) {
          throw new ReplyTooLargeException(maxBytes);
        }
        bytes = Arrays.copyOf(bytes, maxBytes);
      }
      ContentType type = ContentType.parseLenient(entity.getContentType());
      return new ByteArrayEntity(bytes, type == null ? ContentType.APPLICATION_JSON : type);
    } finally {
      close(in);
    }
  }

  /**
   * Returns how many bytes to read: no more than the stated length, because the connection goes
   * back to the pool as soon as that many have been read.
   */
  private int most(HttpEntity entity) {
    long length = entity.getContentLength();
    return length < 0 ? maxBytes + 1 : (int) Math.min(length, maxBytes + 1L);
  }

  private static void close(InputStream in) {
    try {
      in.close();
    } catch (IOException | IllegalStateException e) {
      LOG.debug("what is left of a reply was cut", e);
    }
  }

  private static byte[] asMuch(InputStream in, int most) {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    byte[] piece = new byte[PIECE];
    try {
      while (read.size() < most) {
        int n = in.read(piece, 0, Math.min(PIECE, most - read.size()));
        if (n < 0) {
          break;
        }
        read.write(piece, 0, n);
      }
    } catch (IOException | IllegalStateException e) {
      LOG.debug("the text of a refusal was cut", e);
    }
    return read.toByteArray();
  }

  private static void cut(ExecRuntime runtime) {
    if (runtime instanceof Cancellable call) {
      call.cancel();
    } else {
      runtime.discardEndpoint();
    }
  }
}
