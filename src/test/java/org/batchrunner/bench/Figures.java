package org.batchrunner.bench;

/**
 * What a process took from its start to its exit, with its children.
 *
 * @param startedAt in milliseconds since 1970
 * @param endedAt in milliseconds since 1970
 * @param processorMillis user and system time
 * @param peakKib the most memory that was resident
 */
record Figures(double startedAt, double endedAt, double processorMillis, double peakKib) {

  double seconds() {
    return (endedAt - startedAt) / 1000;
  }
}
