package org.batchrunner.money.prices;

import java.time.LocalDate;
import org.batchrunner.money.Price;
import org.jspecify.annotations.Nullable;

/**
 * What a model costs from a day on.
 *
 * @param model {@code provider/model}, as the price file lists it
 * @param from the first day of this price; null for always
 * @param source who says so
 * @param checked the day on which the source said so; null if the file does not tell
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
