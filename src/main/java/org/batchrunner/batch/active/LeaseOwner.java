package org.batchrunner.batch.active;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.UUID;

/**
 * Who holds a lease: a process on a machine.
 *
 * @param host the machine
 * @param pid the process
 * @param started when it started, in milliseconds since 1970, since numbers of processes come again
 * @param nonce tells programs in one process apart
 */
public record LeaseOwner(String host, long pid, long started, String nonce) {

  /** This process, to tell whether others are gone. */
  public static final LeaseOwner HERE = self();

  public static LeaseOwner self() {
    ProcessHandle process = ProcessHandle.current();
    return new LeaseOwner(
        hostName(), process.pid(), startOf(process), UUID.randomUUID().toString().substring(0, 8));
  }

  /** Whether the holder of a lease was a process of this machine that is gone. */
  public boolean knowsDead(String other) {
    String[] parts = other.split(":", -1);
    if (parts.length != 4 || !parts[0].equals(host)) {
      return false;
    }
    try {
      long process = Long.parseLong(parts[1]);
      long begun = Long.parseLong(parts[2]);
      return ProcessHandle.of(process).map(alive -> startOf(alive) != begun).orElse(true);
    } catch (NumberFormatException e) {
      return false; // not a name that this program writes
    }
  }

  private static long startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName().replace(':', '_');
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  @Override
  public String toString() {
    return host + ":" + pid + ":" + started + ":" + nonce;
  }
}
