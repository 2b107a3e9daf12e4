package org.batchrunner.upkeep;

import java.util.ArrayList;
import java.util.List;

/**
 * Looks for problems and says how to solve them. Changes nothing, and uses the network only if told
 * to.
 */
public final class Doctor {

  private final List<Check> checks;
  private final Check online;

  /**
   * @param online the check that needs the network
   */
  Doctor(List<Check> checks, Check online) {
    this.checks = List.copyOf(checks);
    this.online = online;
  }

  /** One kind of check. */
  interface Check {
    List<Finding> look();
  }

  /**
   * @param withNetwork whether to ask the providers for their models, which costs nothing
   */
  public List<Finding> examine(boolean withNetwork) {
    List<Finding> findings = new ArrayList<>();
    for (Check check : checks) {
      findings.addAll(check.look());
    }
    if (withNetwork) {
      findings.addAll(online.look());
    }
    return findings;
  }
}
