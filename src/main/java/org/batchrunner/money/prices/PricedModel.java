package org.batchrunner.money.prices;

import java.time.LocalDate;
import org.batchrunner.money.Price;
import org.jspecify.annotations.Nullable;

/**
 * The price of a model from a day on.
 *
 * @param model {@code provider/model}, as the price file lists it
 * @param from the first day of this price; null for always
 * @param source where the price is from
 * @param checked the day on which the source was read; null if the file does not say
 */
public record PricedModel(
    String model,
    @Nullable LocalDate from,
    Price price,
    String source,
    @Nullable LocalDate checked) {

  boolean appliesOn(LocalDate day) {
    return from == null || !from.isAfter(day);
  }
}
