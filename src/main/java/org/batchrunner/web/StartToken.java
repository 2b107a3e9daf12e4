package org.batchrunner.web;

import java.nio.file.Path;

/**
 * The token that the program created, which is printed once at its start.
 *
 * @param file the file that holds it, readable by its owner only
 */
public record StartToken(String token, Path file) {

  /** Leaves out the token. */
  @Override
  public String toString() {
    return "StartToken[" + file + "]";
  }
}
