package org.batchrunner.web;

import java.nio.file.Files;
import java.nio.file.Path;

/** The keys of providers, kept in {@code .env} beside the program. */
final class Keys {

  private final Path home;
  private final Access access;

  Keys(Path home, Access access) {
    this.home = home;
    this.access = access;
  }

  /** Only where nobody else can reach the program, and its folder can be written. */
  boolean canBeKept() {
    return access.loopback() && Files.isWritable(home);
  }
}
