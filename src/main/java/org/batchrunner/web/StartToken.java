package org.batchrunner.web;

import java.nio.file.Path;

/**
 * The token that the program made for itself, to be shown once at its start.
 *
 * @param file where it is kept, readable by its owner only
 */
public record StartToken(String token, Path file) {

  /** Without the token. */
  @Override
  public String toString() {
    return "StartToken[" + file + "]";
  }
}
