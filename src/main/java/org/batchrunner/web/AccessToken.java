package org.batchrunner.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in.
 *
 * @param loopback whether only this machine can reach the program
 * @param token what a visitor must show; null where none is demanded
 * @param made the token where the program made it itself; null where the user set one, or none
 */
record AccessToken(boolean loopback, @Nullable String token, @Nullable StartToken made) {

  static final int SHORTEST_TOKEN = 16;

  /** The value of the setting that goes without a token. */
  static final String NONE = "none";

  /**
   * @param tokenFile where a token is kept that the program makes itself
   * @throws UnsafeAddressException if others could come in without a token, or it is too short
   */
  static AccessToken of(@Nullable String token, String address, Path tokenFile) {
    boolean loopback = isLoopback(address);
    String given = token == null || token.isBlank() ? null : token.strip();
    boolean without = NONE.equalsIgnoreCase(given);
    if ((given == null || without) && !loopback) {
      throw new UnsafeAddressException(
          "batch-runner.web.token is %s, and server.address '%s' lets other machines in; set a"
                  .formatted(without ? NONE : "not set", address)
              + " token of %d characters or more, or server.address to 127.0.0.1"
                  .formatted(SHORTEST_TOKEN));
    }
    if (without) {
      return new AccessToken(true, null, null);
    }
    if (given == null) {
      TokenFile file = new TokenFile(tokenFile);
      StartToken made = new StartToken(file.token(), file.path());
      return new AccessToken(true, made.token(), made);
    }
    if (given.length() < SHORTEST_TOKEN) {
      throw new UnsafeAddressException(
          "batch-runner.web.token is too short to be safe; it takes %d characters or more, or none"
              .formatted(SHORTEST_TOKEN));
    }
    return new AccessToken(loopback, given, null);
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
