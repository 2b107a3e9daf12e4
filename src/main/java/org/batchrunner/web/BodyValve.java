package org.batchrunner.web;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.batchrunner.common.Ticker;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * Keeps slow bodies from blocking the server. Each body has a time limit, which depends on the
 * bytes received; the number of bodies that are received at once is less than the number of
 * threads; and the rest of a body that is not needed is read for a few seconds only, so that its
 * sender receives the answer.
 */
final class BodyValve extends ValveBase {

  /** The longest time for reading the rest of a request that is not needed any more. */
  private static final SlowBody.Pace UNWANTED = new SlowBody.Pace(5_000, 1 << 20);

  private static final RefusedRequest BUSY =
      new RefusedRequest(
          503, "Busy", "Too many requests are being sent at once; nothing was accepted");

  private final Semaphore places;
  private final Ticker ticker;

  /**
   * @param most the most bodies that may be received at once
   */
  BodyValve(int most, Ticker ticker) {
    super(true);
    this.ticker = ticker;
    this.places = new Semaphore(most);
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    org.apache.coyote.Request raw = request.getCoyoteRequest();
    boolean none =
        raw.getContentLengthLong() <= 0 && raw.getHeader(HttpHeaders.TRANSFER_ENCODING) == null;
    if (none) {
      getNext().invoke(request, response);
    } else if (places.tryAcquire()) {
      try {
        pass(request, response, raw);
      } finally {
        places.release();
      }
    } else {
      response.addHeader(HttpHeaders.CONNECTION, "close");
      response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
      BUSY.write(response.getResponse());
      response.finishResponse();
      raw.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
    }
  }

  private void pass(Request request, Response response, org.apache.coyote.Request raw)
      throws IOException, ServletException {
    InputBuffer given = raw.getInputBuffer();
    raw.setInputBuffer(new SlowBody(given, SlowBody.Pace.of(request.getContentType()), ticker));
    try {
      getNext().invoke(request, response);
      if (!raw.isFinished()) {
        drain(request, response, raw, new SlowBody(given, UNWANTED, ticker));
      }
    } finally {
      raw.setInputBuffer(given);
    }
  }

  /**
   * Sends the answer, then reads the rest for a limited time, as Tomcat itself would read it
   * without a limit.
   */
  private static void drain(
      Request request, Response response, org.apache.coyote.Request raw, InputBuffer rest)
      throws IOException {
    if (!request.isAsync()) {
      if (!response.isCommitted()) {
        response.addHeader(HttpHeaders.CONNECTION, "close");
      }
      response.finishResponse();
    }
    try {
      Discarded discarded = new Discarded();
      while (rest.doRead(discarded) >= 0) {
        discarded.forget();
      }
    } catch (IOException e) {
      raw.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
    }
  }

  private static final class Discarded implements ApplicationBufferHandler {

    private java.nio.ByteBuffer buffer = java.nio.ByteBuffer.allocate(0);

    void forget() {
      buffer.position(buffer.limit());
    }

    @Override
    public void setByteBuffer(java.nio.ByteBuffer given) {
      buffer = given;
    }

    @Override
    public java.nio.ByteBuffer getByteBuffer() {
      return buffer;
    }

    @Override
    public void expand(int size) {
      // It only passes through.
    }
  }
}
