package org.batchrunner.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.batchrunner.provider.SendCancelledException;
import org.batchrunner.task.CallProgress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A call counts as sent from just before the last byte of its request is handed on. */
class TrackedRequestTest {

  private static final int LENGTH = 20_000;

  private CallProgress progress = CallProgress.PARTLY_SENT;

  @ParameterizedTest
  @CsvSource({"0, PARTLY_SENT", "8192, PARTLY_SENT", "16383, PARTLY_SENT", "16384, SENT"})
  void whatFailsBeforeItsLastPieceNeverArrived(int room, CallProgress expected) {
    assertThatThrownBy(() -> request().writeTo(new Narrow(room))).isInstanceOf(IOException.class);
    assertThat(progress).isEqualTo(expected);
  }

  @Test
  void whatIsWrittenWholeMayHaveArrived() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    request().writeTo(out);
    assertThat(out.size()).isEqualTo(LENGTH);
    assertThat(progress).isEqualTo(CallProgress.SENT);
  }

  @Test
  void whatMustNotLeaveAnyMoreDoesNotLeaveWhole() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TrackedRequest late =
        request(
            () -> {
              throw new SendCancelledException(SendCancelledException.Reason.LEASE_UNSURE);
            });
    assertThatThrownBy(() -> late.writeTo(out)).isInstanceOf(SendCancelledException.class);
    assertThat(out.size()).isEqualTo(16_384);
    assertThat(progress).isEqualTo(CallProgress.PARTLY_SENT);
  }

  private TrackedRequest request() {
    return request(() -> {});
  }

  private TrackedRequest request(TrackedRequest.LastLook look) {
    return new TrackedRequest(
        new ByteArrayEntity(new byte[LENGTH], ContentType.APPLICATION_JSON),
        look,
        far -> progress = far);
  }

  /** Takes so many bytes and fails then. */
  private static final class Narrow extends OutputStream {

    private int room;

    Narrow(int room) {
      this.room = room;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[1], 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      room -= count;
      if (room < 0) {
        throw new IOException("the connection is gone");
      }
    }
  }
}
