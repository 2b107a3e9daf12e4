package org.batchrunner.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may use the page and the API.
 *
 * @param loopback whether only this machine can reach the program
 * @param token the token that a visitor must send; null if none is required
 * @param made the token if the program created it; null if the user set one, or none
 */
record AccessToken(boolean loopback, @Nullable String token, @Nullable StartToken made) {

  static final int SHORTEST_TOKEN = 16;

  /** The value of the setting for no token. */
  static final String NONE = "none";

  /**
   * @param tokenFile the file for a token that the program creates
   * @throws UnsafeAddressException if others could come in without a token, or it is too short
   */
  static AccessToken of(@Nullable String token, String address, Path tokenFile) {
    boolean loopback = isLoopback(address);
    String given = token == null || token.isBlank() ? null : token.strip();
    boolean without = NONE.equalsIgnoreCase(given);
    if ((given == null || without) && !loopback) {
      throw new UnsafeAddressException(
          "batch-runner.web.token is %s, but server.address '%s' lets other machines in; set a"
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

  /** Compares two texts in constant time. */
  private static boolean equal(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /** Leaves out the token. */
  @Override
  public String toString() {
    return "Access[loopback=" + loopback + "]";
  }
}
