package org.batchrunner.provider;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.batchrunner.provider.CallFailure.Billed;
import org.batchrunner.provider.CallFailure.Retry;
import org.jspecify.annotations.Nullable;

/** Classifies calls that got no reply. */
final class LostReply {

  private LostReply() {}

  static CallFailure of(IOException io) {
    if (io instanceof SendCancelledException) {
      return lost(Retry.AGAIN, Billed.NO, "not sent: " + io.getMessage());
    }
    if (io instanceof ReplyTooLargeException) {
      return lost(Retry.NEVER, Billed.MAYBE, String.valueOf(io.getMessage()));
    }
    if (neverMade(io)) {
      return lost(Retry.AGAIN, Billed.NO, "no connection: " + named(io));
    }
    String what =
        io instanceof SocketTimeoutException ? "no reply in time: " : "the reply was lost: ";
    return lost(Retry.AGAIN, Billed.MAYBE, what + named(io));
  }

  static CallFailure unforeseen(Throwable failure) {
    return lost(
        Retry.NEVER, Billed.MAYBE, "the call failed: " + failure.getClass().getSimpleName());
  }

  private static boolean neverMade(IOException io) {
    return io instanceof ConnectTimeoutException
        || io instanceof ConnectionRequestTimeoutException
        || io instanceof ConnectException
        || io instanceof NoRouteToHostException
        || io instanceof UnknownHostException
        || io instanceof SSLHandshakeException
        || io instanceof SSLPeerUnverifiedException;
  }

  private static CallFailure lost(Retry retry, Billed billed, String message) {
    return new CallFailure(retry, billed, Optional.empty(), false, null, LogText.line(message));
  }

  private static String named(IOException io) {
    return io.getClass().getSimpleName() + (io.getMessage() == null ? "" : ": " + io.getMessage());
  }

  /** The outermost: what wraps it says what became of the call. */
  static @Nullable IOException io(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 20; depth++) {
      if (cause instanceof IOException io) {
        return io;
      }
      cause = cause.getCause();
    }
    return null;
  }
}
