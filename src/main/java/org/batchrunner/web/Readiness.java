package org.batchrunner.web;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;

/**
 * Refuses requests while the program can't accept work. The server listens a moment before the
 * routes run, and while the program stops; what were accepted then would be answered with an error
 * and run all the same.
 */
final class Readiness {

  private final ApplicationAvailability availability;
  private volatile boolean started;

  Readiness(ApplicationAvailability availability) {
    this.availability = availability;
  }

  /**
   * Returns the refusal to send; null if the request is accepted.
   *
   * @param safe whether the request changes nothing; it is then answered even while the program
   *     stops
   */
  @Nullable RefusedRequest refusal(boolean safe) {
    if (availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC) {
      started = true;
      return null;
    }
    if (!started) {
      return new RefusedRequest(
          503, "Starting", "The program is starting; try again in a second. Nothing was accepted");
    }
    return safe
        ? null
        : new RefusedRequest(503, "Stopping", "The program is stopping; nothing was accepted");
  }
}
