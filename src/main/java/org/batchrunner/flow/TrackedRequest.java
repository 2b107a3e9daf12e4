package org.batchrunner.flow;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.batchrunner.provider.SendCancelledException;
import org.batchrunner.task.CallProgress;

/**
 * Notes how much of a request has left: it is written piece by piece, and the call counts as sent
 * from just before its last piece is handed on. What fails before that can't have reached any
 * server whole. So the last look, whether the request may leave at all, is there too: to connect
 * takes time, and the program may have stood still meanwhile.
 */
final class TrackedRequest extends HttpEntityWrapper {

  private static final int PIECE = 8 * 1024;

  private final LastLook look;
  private final Consumer<CallProgress> far;

  /** Whether a request may leave. */
  interface LastLook {

    /**
     * @throws SendCancelledException if it must not
     */
    void check() throws SendCancelledException;
  }

  /**
   * @param look taken right before the last piece
   * @param far told how far the request has got
   */
  TrackedRequest(HttpEntity request, LastLook look, Consumer<CallProgress> far) {
    super(request);
    this.look = look;
    this.far = far;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    super.writeTo(new Pieces(out, getContentLength()));
    far.accept(CallProgress.SENT);
  }

  /** Hands on what is written in pieces. */
  private final class Pieces extends FilterOutputStream {

    private final long length;
    private long written;

    /**
     * @param length negative if it is not known
     */
    Pieces(OutputStream out, long length) {
      super(out);
      this.length = length;
    }

    @Override
    public void write(int b) throws IOException {
      leaving(1);
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      for (int done = 0; done < count; done += PIECE) {
        int piece = Math.min(PIECE, count - done);
        leaving(piece);
        out.write(bytes, offset + done, piece);
      }
    }

    private void leaving(int bytes) throws SendCancelledException {
      written += bytes;
      if (length < 0 || written >= length) {
        look.check();
        far.accept(CallProgress.SENT);
      }
    }
  }
}
