package org.batchrunner.provider;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a reply says about its price, apart from its tokens.
 *
 * @param tier the service tier of the reply, in lower case; empty for the standard one
 * @param gatewayCost the cost in dollars that a gateway reports; null if there is none
 * @param notes what is odd about its usage, in clauses that begin with "its"
 */
public record Billing(String tier, @Nullable BigDecimal gatewayCost, List<String> notes) {

  /** A reply with nothing that changes the price. */
  public static final Billing USUAL = new Billing("", null, List.of());
}
