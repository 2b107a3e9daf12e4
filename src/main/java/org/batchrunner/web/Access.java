package org.batchrunner.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in.
 *
 * @param loopback whether only this machine can reach the program
 * @param token what a visitor must show; null where none is demanded
 */
record Access(boolean loopback, @Nullable String token) {

  static final int SHORTEST_TOKEN = 16;

  private static final String HMAC = "HmacSHA256";

  /**
   * @throws UnsafeAddress if others could come in without a token, or it is too short
   */
  static Access of(@Nullable String token, String address) {
    boolean loopback = isLoopback(address);
    String given = token == null || token.isBlank() ? null : token.strip();
    if (given == null && !loopback) {
      throw new UnsafeAddress(
          "batch-runner.web.token is not set, and server.address '%s' lets other machines in; set a"
                  .formatted(address)
              + " token of %d characters or more, or server.address to 127.0.0.1"
                  .formatted(SHORTEST_TOKEN));
    }
    if (given != null && given.length() < SHORTEST_TOKEN) {
      throw new UnsafeAddress(
          "batch-runner.web.token is too short to be safe; it takes %d characters or more"
              .formatted(SHORTEST_TOKEN));
    }
    return new Access(loopback, given);
  }

  private static boolean isLoopback(String address) {
    try {
      return !address.isBlank() && InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  boolean accepts(@Nullable String shown) {
    return token == null || (shown != null && equal(shown, token));
  }

  /** What a browser keeps in place of the token, which it does not tell. */
  String session() {
    String secret = token;
    if (secret == null) {
      return "";
    }
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
      return HexFormat.of()
          .formatHex(mac.doFinal("batch-runner session".getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + HMAC, e);
    }
  }

  boolean acceptsSession(@Nullable String shown) {
    return token == null || (shown != null && equal(shown, session()));
  }

  /** In the same time, whatever is equal. */
  private static boolean equal(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "Access[loopback=" + loopback + "]";
  }
}
