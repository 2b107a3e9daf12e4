package org.batchrunner.web;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.batchrunner.money.Rates;
import org.batchrunner.money.prices.PricedModel;
import org.jspecify.annotations.Nullable;

/**
 * A price in force, in dollars per million tokens.
 *
 * @param from the first day of this price; null for always
 * @param source where the price is from
 */
@JsonNaming(SnakeCaseStrategy.class)
record PriceJson(
    String model,
    @Nullable LocalDate from,
    BigDecimal input,
    BigDecimal cacheRead,
    BigDecimal output,
    String source) {

  private static final int PICOS_PER_MILLION_EXPONENT = 6;

  static PriceJson of(PricedModel priced) {
    Rates rates = priced.price().base();
    return new PriceJson(
        priced.model(),
        priced.from(),
        perMillion(rates.input()),
        perMillion(rates.cacheRead()),
        perMillion(rates.output()),
        priced.source());
  }

  static BigDecimal perMillion(long picos) {
    BigDecimal dollars = BigDecimal.valueOf(picos, PICOS_PER_MILLION_EXPONENT).stripTrailingZeros();
    return dollars.scale() < 0 ? dollars.setScale(0) : dollars;
  }
}
