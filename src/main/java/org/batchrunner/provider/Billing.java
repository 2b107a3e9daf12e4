package org.batchrunner.provider;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a reply says about its price, but for its tokens.
 *
 * @param tier the service tier that it was served in, in lower case; empty for the usual one
 * @param gatewayCost dollars that a gateway says it cost; null if none does
 * @param notes what is odd about its usage, in clauses that begin with "its"
 */
public record Billing(String tier, @Nullable BigDecimal gatewayCost, List<String> notes) {

  /** Nothing that changes the price. */
  public static final Billing USUAL = new Billing("", null, List.of());
}
