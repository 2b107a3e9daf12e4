package org.batchrunner.upkeep;

import java.util.ArrayList;
import java.util.List;

/** Looks for what is wrong, and says what to do. Changes nothing, and calls nobody by itself. */
public final class Doctor {

  private final List<Check> checks;
  private final Check online;

  /**
   * @param online what needs the network
   */
  Doctor(List<Check> checks, Check online) {
    this.checks = List.copyOf(checks);
    this.online = online;
  }

  /** Something to look at. */
  interface Check {
    List<Finding> look();
  }

  /**
   * @param withNetwork whether the providers are asked for their lists of models, which costs
   *     nothing
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
